using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Operations;

/// <summary>What applying one cluster led to. <c>OperationId</c> is null when nothing had to be done or on a dry run; <c>Plan</c> is there on a dry run.</summary>
public sealed record ApplyOutcome(ClusterKey Cluster, int Generation, bool Changed, string? OperationId, ClusterPlan? Plan)
{
    /// <summary>Stands for the plan when exactly it is to be applied.</summary>
    public string? PlanDigest => Plan is null ? null : Plans.PlanDigest.Of(Plan);
}
