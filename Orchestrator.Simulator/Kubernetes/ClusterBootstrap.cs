using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Api;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Machines.Kubeadm;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>The objects that <c>kubeadm init</c> leaves in a new cluster.</summary>
internal sealed class ClusterBootstrap(SimulatedCluster cluster, KubeadmRun run)
{
    private const string SystemNamespace = "kube-system";
    private readonly BootstrapObjects _objects = new(cluster);

    public void CreateObjects()
    {
        var configuration = run.ClusterConfiguration;
        _objects.CreateNamespaces();
        _objects.Load(BootstrapManifests.Rbac);
        CreateConfigMaps(configuration);
        CreateTokens();
        if (!Skips("addon/kube-proxy"))
        {
            _objects.Load(BootstrapManifests.KubeProxy(configuration.Version.ToString()));
        }

        if (!Skips("addon/coredns"))
        {
            _objects.Load(BootstrapManifests.CoreDns);
        }

        _objects.CreateWorkload();
    }

    private void CreateConfigMaps(ClusterConfiguration configuration)
    {
        var document = (JsonObject)configuration.Document.DeepClone();
        document["kubernetesVersion"] = configuration.Version.ToString();
        ConfigMap(SystemNamespace, "kubeadm-config", "ClusterConfiguration", JsonYaml.Write(document));
        ConfigMap(SystemNamespace, "kubelet-config", "kubelet", JsonYaml.Write(run.Documents.Kubelet?.DeepClone() as JsonObject
            ?? new JsonObject { ["apiVersion"] = "kubelet.config.k8s.io/v1beta1", ["kind"] = "KubeletConfiguration", ["cgroupDriver"] = "systemd" }));
        var endpoint = configuration.ControlPlaneEndpoint.Length > 0 ? configuration.ControlPlaneEndpoint : $"{run.Machine.PrivateIPAddress}:6443";
        ConfigMap("kube-public", "cluster-info", "kubeconfig", $"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(cluster.State.CaCertificate))}
                server: https://{endpoint}
              name: ""
            contexts: null
            current-context: ""
            kind: Config
            preferences: {"{}"}
            users: null
            """ + "\n");
    }

    private void CreateTokens()
    {
        var tokens = (run.Documents.Init?["bootstrapTokens"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (tokens.Count == 0)
        {
            // kubeadm makes one of its own for a day.
            tokens.Add(new JsonObject { ["token"] = $"{cluster.Randomness.NextString(6)}.{cluster.Randomness.NextString(16)}" });
        }

        foreach (var token in tokens)
        {
            var text = token["token"]?.ToString() ?? "";
            if (text.Length == 23 && text[6] == '.')
            {
                var lifetime = Lifetime(token["ttl"]?.ToString() ?? "24h");
                _objects.Put(BootstrapTokens.Secret(text, lifetime == TimeSpan.Zero ? null : cluster.Time.GetUtcNow() + lifetime));
            }
        }
    }

    /// <summary>A Go duration of hours, minutes and seconds; zero means for ever.</summary>
    private static TimeSpan Lifetime(string text)
    {
        var total = TimeSpan.Zero;
        var number = "";
        foreach (var c in text)
        {
            if (char.IsDigit(c))
            {
                number += c;
                continue;
            }

            var value = int.Parse(number.Length > 0 ? number : "0", CultureInfo.InvariantCulture);
            total += c switch { 'h' => TimeSpan.FromHours(value), 'm' => TimeSpan.FromMinutes(value), _ => TimeSpan.FromSeconds(value) };
            number = "";
        }

        return total;
    }

    private bool Skips(string phase) => run.Command.SkippedPhases.Contains(phase) || run.Command.SkippedPhases.Contains(phase.Split('/')[0])
        || (run.Documents.Init?["skipPhases"] as JsonArray ?? []).Any(skipped => skipped?.ToString() == phase || skipped?.ToString() == phase.Split('/')[0]);

    private void ConfigMap(string @namespace, string name, string key, string content) => _objects.Put(new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["data"] = new JsonObject { [key] = content },
    });
}
