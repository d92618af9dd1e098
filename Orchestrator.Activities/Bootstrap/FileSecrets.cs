using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>Reads the files whose content the manifest keeps in secrets: stored under the key (cluster's namespace, secret's name).</summary>
public sealed class FileSecrets(ISecretStore secrets)
{
    /// <summary>The secrets with the cloud provider's configuration are nobody's to write: we generate what would be in them.</summary>
    internal static bool IsGenerated(BootstrapFileSpec file) => file.SecretName?.EndsWith("-azure-json", StringComparison.Ordinal) is true;

    /// <exception cref="OrchestratorException">BrokenReference: a secret is not stored.</exception>
    internal async Task<Func<BootstrapFileSpec, string>> ReadAsync(ClusterSpec spec, KubeadmSpec kubeadm, CancellationToken cancellation)
    {
        var contents = new Dictionary<BootstrapFileSpec, string>();
        foreach (var file in kubeadm.Files.Where(static file => file.SecretName is not null && !IsGenerated(file)))
        {
            contents[file] = await secrets.FindAsync(new ClusterKey(spec.Key.Namespace, file.SecretName!), file.SecretKey ?? "", cancellation)
                ?? throw new OrchestratorException(ErrorCatalog.BrokenReference.With(
                    $"The file {file.Path} needs the entry {file.SecretKey} of the secret {file.SecretName}, and there is none.", file.SecretName));
        }

        return file => contents[file];
    }
}
