using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>
/// Which cluster a resource belongs to. An id is recorded before its first PUT, so whatever we may have created is known here,
/// even after a crash. Ids compare case-insensitively.
/// </summary>
public interface IResourceIndex
{
    /// <summary>The cluster of the resource, of the nearest recorded parent, or of its resource group when that is ours; null: nobody's.</summary>
    Task<ClusterKey?> FindAsync(string resourceId, CancellationToken cancellation);

    /// <summary>True when this very id is recorded for this cluster.</summary>
    Task<bool> ContainsAsync(ClusterKey key, string resourceId, CancellationToken cancellation);

    Task RecordAsync(ClusterKey key, string resourceId, CancellationToken cancellation);

    Task<IReadOnlyList<string>> ListAsync(ClusterKey key, CancellationToken cancellation);

    /// <summary>Remembers where the status of the resource's last long-running operation is, to learn later how far it is or why it failed.</summary>
    Task SetOperationAsync(string resourceId, string operation, CancellationToken cancellation);

    Task<string?> FindOperationAsync(string resourceId, CancellationToken cancellation);

    Task RemoveAsync(ClusterKey key, string resourceId, CancellationToken cancellation);

    Task RemoveAllAsync(ClusterKey key, CancellationToken cancellation);
}
