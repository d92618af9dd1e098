using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of the activities and sub-orchestrations over a control plane or a pool. <c>Pool</c> is null for the control plane.</summary>
public sealed record MachineGroupRequest
{
    public required ClusterKey Cluster { get; init; }

    public required string OperationId { get; init; }

    public required int Generation { get; init; }

    public string? Pool { get; init; }

    /// <summary>Control plane: return as soon as the first API server answers, so that pools need not wait for the other machines.</summary>
    public bool StopWhenInitialized { get; init; }

    /// <summary>How far a rollout was when its orchestration began a new history; null at its start.</summary>
    public OperationProgress? Progress { get; init; }

    /// <summary>What the rollout waited for when its orchestration began a new history, and since when; null when it did not wait.</summary>
    public string? WaitingFor { get; init; }

    public DateTime? WaitingSince { get; init; }

    /// <summary>When the operation began: whether older machines are well is judged, of younger ones it is waited for. Null: none is judged.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>Azure's events reach the operation, as far as it has seen.</summary>
    public bool EventsArrive { get; init; }

    /// <summary>A stop ends a drain, and holds nothing up that is past it. False in orchestrations that began before that was so: their history has it otherwise.</summary>
    public bool StopsInDrain { get; init; }

    /// <summary>For an observation: what will do of what is known; null: everything is read.</summary>
    public Freshness? Freshness { get; init; }
}
