using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Operations;

/// <summary>Answer of <c>POST /api/clusters/{namespace}/{name}/abort</c>.</summary>
/// <param name="Aborted">ARM ids of what Azure was working on; empty when it was at rest.</param>
/// <param name="OperationId">The operation of ours that was canceled with it, if one ran.</param>
public sealed record AbortResult(ClusterKey Cluster, IReadOnlyList<string> Aborted, string? OperationId);
