using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of the activity PlanCluster, which compares the stored spec with Azure and stores the whole <see cref="Plans.ClusterPlan"/>.</summary>
public sealed record PlanRequest(ClusterKey Cluster, string OperationId, OperationKind Kind);
