namespace Orchestrator.Contracts.Drift;

/// <summary>The condition of a cluster as to drift.</summary>
public sealed record DriftSummary
{
    public required DriftState State { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public int Findings { get; init; }

    /// <summary>How many of the findings no repair is tried for, or tried any more: somebody has to look.</summary>
    public int GivenUp { get; init; }
}
