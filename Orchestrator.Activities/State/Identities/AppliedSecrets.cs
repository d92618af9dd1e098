using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State.Identities;

/// <summary>Secrets that came with manifests.</summary>
internal sealed class AppliedSecrets(ISecretStore store) : ISecretSource
{
    public Task<string?> FindAsync(string secretNamespace, string name, string entry, CancellationToken cancellation) =>
        store.FindAsync(new ClusterKey(secretNamespace, name), entry, cancellation);
}
