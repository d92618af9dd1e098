using System.Text.Json.Nodes;
using Orchestrator.Activities.Bootstrap.CloudInit;
using Orchestrator.Activities.Bootstrap.CloudProvider;
using Orchestrator.Activities.Bootstrap.Kubeadm;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>The user data of each role, as Cluster API makes it: files, then the manifest's commands around one call of kubeadm.</summary>
internal static class MachineUserData
{
    private const string InitPath = "/run/kubeadm/kubeadm.yaml";
    private const string JoinPath = "/run/kubeadm/kubeadm-join-config.yaml";
    private const string SuccessMarker = "/run/cluster-api/bootstrap-success.complete";

    public static string Init(ClusterSpec spec, BootstrapSecrets secrets) => ControlPlane(
        spec, secrets, "init", new CloudConfigFile(InitPath, Documents(KubeadmDocuments.Cluster(spec), KubeadmDocuments.Init(spec)), "0640"));

    public static string JoinControlPlane(ClusterSpec spec, BootstrapSecrets secrets) => ControlPlane(
        spec, secrets, "join", new CloudConfigFile(JoinPath, Documents(KubeadmDocuments.JoinControlPlane(spec, secrets.Ticket)), "0640"));

    public static string JoinWorker(ClusterSpec spec, MachinePoolSpec pool, BootstrapSecrets secrets) => Write(
        pool.Kubeadm,
        [.. Files(spec, pool.Kubeadm, pool.Machine, secrets), new CloudConfigFile(JoinPath, Documents(KubeadmDocuments.JoinWorker(spec, pool, secrets.Ticket)), "0640")],
        $"kubeadm join --config {JoinPath}");

    private static string ControlPlane(ClusterSpec spec, BootstrapSecrets secrets, string command, CloudConfigFile configuration)
    {
        var kubeadm = spec.ControlPlane.Kubeadm;
        return Write(
            kubeadm,
            [.. KeyFiles(secrets.Pki), .. Files(spec, kubeadm, spec.ControlPlane.Machine, secrets), configuration],
            $"kubeadm {command} --config {configuration.Path}");
    }

    private static string Write(KubeadmSpec kubeadm, IReadOnlyList<CloudConfigFile> files, string command) => CloudConfig.Write(kubeadm, files,
    [
        .. kubeadm.PreKubeadmCommands,
        "mkdir -p /run/cluster-api",
        $"{command}{(kubeadm.Verbosity is { } verbosity ? $" --v {verbosity}" : "")} && echo success > {SuccessMarker}",
        .. kubeadm.PostKubeadmCommands,
    ]);

    private static IEnumerable<CloudConfigFile> KeyFiles(ClusterPki pki)
    {
        foreach (var (name, pair) in new[] { ("ca", pki.Cluster), ("etcd/ca", pki.Etcd), ("front-proxy-ca", pki.FrontProxy) })
        {
            yield return new CloudConfigFile($"/etc/kubernetes/pki/{name}.crt", pair.PublicPem + '\n', "0640");
            yield return new CloudConfigFile($"/etc/kubernetes/pki/{name}.key", pair.PrivatePem + '\n', "0600");
        }

        yield return new CloudConfigFile("/etc/kubernetes/pki/sa.pub", pki.ServiceAccount.PublicPem + '\n', "0640");
        yield return new CloudConfigFile("/etc/kubernetes/pki/sa.key", pki.ServiceAccount.PrivatePem + '\n', "0600");
    }

    /// <summary>The manifest's files, and azure.json where the manifest does not place it itself: without it the node's cloud provider cannot start.</summary>
    private static IEnumerable<CloudConfigFile> Files(ClusterSpec spec, KubeadmSpec kubeadm, MachineSpec machine, BootstrapSecrets secrets)
    {
        var azureJson = CloudProviderFile.Render(spec, machine, secrets.IdentityClientId, secrets.ClientSecret);
        if (!kubeadm.Files.Any(static file => file.Path == CloudProviderFile.Path))
        {
            yield return new CloudConfigFile(CloudProviderFile.Path, azureJson, secrets.ClientSecret is null ? "0644" : "0600");
        }

        foreach (var file in kubeadm.Files)
        {
            var content = file.SecretName is null ? file.Content ?? "" : FileSecrets.IsGenerated(file) ? azureJson : secrets.FileContent(file);
            yield return new CloudConfigFile(file.Path, content, file.Permissions, file.Owner, file.Encoding, file.Append);
        }
    }

    private static string Documents(params ReadOnlySpan<JsonObject> documents)
    {
        var texts = new List<string>();
        foreach (var document in documents)
        {
            texts.Add(YamlText.Write(document));
        }

        return string.Join("---\n", texts);
    }
}
