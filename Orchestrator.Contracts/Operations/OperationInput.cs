using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Operations;

/// <summary>Input of the cluster operation's orchestration.</summary>
public sealed record OperationInput(ClusterKey Cluster, string OperationId, OperationKind Kind);
