using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>
/// Which cluster and which operation a resource belongs to. An id is recorded before its first PUT, so whatever we may have created is known here,
/// even after a crash. Ids compare case-insensitively.
/// </summary>
public interface IResourceIndex
{
    /// <summary>The entry of the resource, else of the nearest recorded one that holds it, in one read; null: nobody's. What is only in a group of ours is nobody's.</summary>
    Task<IndexedResource?> FindAsync(string resourceId, CancellationToken cancellation);

    /// <summary>True when this very id is recorded for this cluster.</summary>
    Task<bool> ContainsAsync(ClusterKey key, string resourceId, CancellationToken cancellation);

    /// <param name="operationId">The operation that is about to write to the resource; null leaves the one that is recorded.</param>
    Task RecordAsync(ClusterKey key, string resourceId, string? operationId, CancellationToken cancellation);

    Task<IReadOnlyList<string>> ListAsync(ClusterKey key, CancellationToken cancellation);

    /// <summary>Remembers where the status of the resource's last long-running operation is, to learn later how far it is or why it failed.</summary>
    Task SetOperationAsync(string resourceId, string operation, CancellationToken cancellation);

    Task<string?> FindOperationAsync(string resourceId, CancellationToken cancellation);

    Task RemoveAsync(ClusterKey key, string resourceId, CancellationToken cancellation);

    Task RemoveAllAsync(ClusterKey key, CancellationToken cancellation);
}
