namespace Orchestrator.Contracts.Fleet;

/// <summary>Input of the orchestration FleetOperation: what it needs of the definition, and how far it is, for a new history. Small, however many clusters there are.</summary>
public sealed record FleetInput
{
    public required string Id { get; init; }

    public required IReadOnlyList<int> WaveEnds { get; init; }

    public required int PauseSeconds { get; init; }

    public required int MaxConcurrent { get; init; }

    public required bool StopOnFailure { get; init; }

    public required bool HealthCheck { get; init; }

    public FleetProgress Progress { get; init; } = new();
}
