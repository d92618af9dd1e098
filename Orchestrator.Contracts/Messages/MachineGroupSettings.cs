using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Result of DescribeMachineGroup: what a rollout's decisions need of the spec, and no more, because it lives in history.</summary>
public sealed record MachineGroupSettings
{
    /// <summary>Prefix of a control plane's machine names; a pool's name.</summary>
    public required string Name { get; init; }

    public required int Replicas { get; init; }

    /// <summary>A pool's replicas in the newest spec that was wholly carried out; null before there is one. Fewer replicas now than then is scaling in, not a rollout.</summary>
    public int? LastReconciledReplicas { get; init; }

    public RollingUpdateSpec Strategy { get; init; } = new();

    /// <summary>The spec's time limits; null: the usual ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StepTimeouts? Timeouts { get; init; }

    /// <summary>ARM id of a pool's scale set.</summary>
    public string? ResourceId { get; init; }
}
