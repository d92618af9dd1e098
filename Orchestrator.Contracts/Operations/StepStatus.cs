using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Operations;

/// <summary>One resource or machine of an operation as the API shows it.</summary>
public sealed record StepStatus
{
    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>Key of the machine group or pool under which it is shown; null at the top.</summary>
    public string? Parent { get; init; }

    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public required StepVerb Verb { get; init; }

    public required StepState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? Detail { get; init; }

    public OrchestratorError? Error { get; init; }
}
