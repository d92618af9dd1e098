using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>Result of an activity over machines: done, or look again later.</summary>
public sealed record MachineOutcome
{
    public required bool Done { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>What holds it up, for the status.</summary>
    public string? Detail { get; init; }

    public OrchestratorError? Error { get; init; }
}
