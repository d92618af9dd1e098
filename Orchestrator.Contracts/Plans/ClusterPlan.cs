using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Plans;

/// <summary>Graph × what Azure has now.</summary>
public sealed record ClusterPlan
{
    public required ClusterKey Cluster { get; init; }

    public required int Generation { get; init; }

    public required OperationKind Kind { get; init; }

    public required IReadOnlyList<PlanNode> Nodes { get; init; }

    public required PlanSummary Summary { get; init; }

    /// <summary>Deletion: ARM ids of what the cluster's own workloads have made in its resource groups, which goes too; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OfWorkloads { get; init; }

    /// <summary>Rollouts are paused: machines that would roll wait until they are resumed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RolloutsPaused { get; init; }
}
