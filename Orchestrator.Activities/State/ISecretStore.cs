using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>Private keys, certificates and passwords of clusters. What is in here never leaves for history, logs or API answers.</summary>
public interface ISecretStore
{
    Task<string?> FindAsync(ClusterKey key, string name, CancellationToken cancellation);

    /// <summary>The secret, made by <paramref name="create"/> if there is none. The first writer wins; all callers get the same.</summary>
    Task<string> GetOrAddAsync(ClusterKey key, string name, Func<string> create, CancellationToken cancellation);

    /// <summary>Stores a secret that a person gave, whatever was there.</summary>
    Task SetAsync(ClusterKey key, string name, string value, CancellationToken cancellation);

    Task RemoveAllAsync(ClusterKey key, CancellationToken cancellation);
}
