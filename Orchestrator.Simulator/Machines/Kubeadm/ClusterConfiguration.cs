using System.Net;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>kubeadm's ClusterConfiguration as far as it decides how a cluster comes up. <see cref="Document"/> is stored in the cluster as it was given.</summary>
internal sealed record ClusterConfiguration(
    JsonObject Document,
    KubernetesVersion Version,
    string ControlPlaneEndpoint,
    string? ClusterName,
    IReadOnlyList<string> CertificateNames,
    bool AllowsAnonymous)
{
    public string EndpointHost => Endpoints.HostOf(ControlPlaneEndpoint);

    /// <exception cref="BootFailure">kubeadm <paramref name="kubeadm"/> would refuse it.</exception>
    public static ClusterConfiguration From(JsonObject document, KubernetesVersion kubeadm)
    {
        var apiVersion = document["apiVersion"]!.ToString();
        foreach (var component in (string[])["apiServer", "controllerManager", "scheduler"])
        {
            KubeadmDocuments.ExtraArgs(document[component]?["extraArgs"], apiVersion, $"{component}.extraArgs");
        }

        KubeadmDocuments.ExtraArgs(document["etcd"]?["local"]?["extraArgs"], apiVersion, "etcd.local.extraArgs");
        CheckNetworks(document["networking"]);
        var apiServer = KubeadmDocuments.ExtraArgs(document["apiServer"]?["extraArgs"], apiVersion, "apiServer.extraArgs");
        return new ClusterConfiguration(
            document,
            VersionOf(document, kubeadm),
            document["controlPlaneEndpoint"]?.ToString() ?? "",
            document["clusterName"]?.ToString(),
            [.. (document["apiServer"]?["certSANs"] as JsonArray ?? []).Select(static name => name?.ToString() ?? "")],
            !apiServer.TryGetValue("anonymous-auth", out var anonymous) || anonymous != "false");
    }

    private static KubernetesVersion VersionOf(JsonObject document, KubernetesVersion kubeadm)
    {
        var text = document["kubernetesVersion"]?.ToString();
        var version = text is null ? kubeadm : KubernetesVersion.TryParse(text)
            ?? throw new BootFailure($"kubeadm: version \"{text}\" doesn't match patterns for neither semantic version nor labels");
        if (version.CompareTo(kubeadm) > 0)
        {
            throw new BootFailure($"kubeadm: the requested Kubernetes version {version} is higher than the kubeadm version {kubeadm}");
        }

        if (version.Minor < kubeadm.Minor - 1)
        {
            throw new BootFailure($"kubeadm: this version of kubeadm only supports deploying clusters with the control plane version >= v1.{kubeadm.Minor - 1}.0. Current version: {version}");
        }

        return version;
    }

    private static void CheckNetworks(JsonNode? networking)
    {
        foreach (var field in (string[])["podSubnet", "serviceSubnet"])
        {
            foreach (var cidr in (networking?[field]?.ToString() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!IPNetwork.TryParse(cidr, out _))
                {
                    throw new BootFailure($"kubeadm: networking.{field}: Invalid value: \"{cidr}\": couldn't parse subnet");
                }
            }
        }
    }
}
