using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of CheckApproval.</summary>
public sealed record ApprovalQuery(ClusterKey Cluster, string OperationId, int Generation, GatedStep Step);
