using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>What an activity found or started. It never waits: <see cref="ResourceState.InProgress"/> says when to look again.</summary>
public sealed record ResourceOutcome
{
    public required ResourceState State { get; init; }

    /// <summary>created, updated, unchanged, deleted.</summary>
    public string? Detail { get; init; }

    /// <summary>Seconds after which to look again, from Retry-After or the type's default.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What only Azure knows; see <see cref="FactNames"/>.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    public OrchestratorError? Error { get; init; }
}
