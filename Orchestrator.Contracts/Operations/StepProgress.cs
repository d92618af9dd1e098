using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>How far one step is; part of the custom status, so short.</summary>
public sealed record StepProgress
{
    public StepState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>created, updated, unchanged, deleted; or what it waits for.</summary>
    public string? Detail { get; init; }

    public OrchestratorError? Error { get; init; }
}
