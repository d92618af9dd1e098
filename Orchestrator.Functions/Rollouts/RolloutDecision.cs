using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Rollouts;

/// <summary>What a rollout does next, and why, in words for the status.</summary>
public sealed record RolloutDecision(RolloutAction Action, string Reason)
{
    public int Capacity { get; init; }

    public IReadOnlyList<string> Machines { get; init; } = [];

    public MachineRole Role { get; init; }

    /// <summary>The roll replaces machines of another version or size: the cluster's own configuration comes first.</summary>
    public bool IsUpgrade { get; init; }
}
