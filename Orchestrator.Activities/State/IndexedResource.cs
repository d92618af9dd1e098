using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>One entry of the index.</summary>
/// <param name="OperationId">The operation that wrote to the resource last; null: none has, since the entry was made.</param>
public sealed record IndexedResource(ClusterKey Cluster, string ResourceId, string? OperationId = null);
