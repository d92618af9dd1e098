using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.Pki;

/// <summary>The keys of clusters, in the secret store.</summary>
public interface IClusterKeys
{
    /// <summary>The cluster's keys; those that are missing are made and stored first. Every caller gets the same.</summary>
    Task<ClusterPki> GetOrCreateAsync(ClusterKey cluster, CancellationToken cancellation);

    /// <summary>The cluster CA; null while it has not been made.</summary>
    Task<KeyPair?> FindAuthorityAsync(ClusterKey cluster, CancellationToken cancellation);
}
