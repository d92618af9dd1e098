using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Fleet;

/// <summary>Custom status of FleetOperation.</summary>
public sealed record FleetProgress
{
    /// <summary>The wave that is under way, from 1.</summary>
    public int Wave { get; init; } = 1;

    /// <summary>How many clusters have been begun.</summary>
    public int Begun { get; init; }

    /// <summary>Places of those that are worked on.</summary>
    public IReadOnlyList<int> Running { get; init; } = [];

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    /// <summary>What it does now, in a few words.</summary>
    public string? Phase { get; init; }

    /// <summary>Why no further cluster is begun.</summary>
    public OrchestratorError? Error { get; init; }
}
