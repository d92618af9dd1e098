using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Drift;

/// <summary>What a <see cref="DriftEvent"/> is about.</summary>
public sealed record DriftEventData
{
    /// <summary>More than these are only counted: a message of a queue holds 48 KiB.</summary>
    public const int MostFindings = 20;

    public required ClusterKey Cluster { get; init; }

    public required DriftSummary Summary { get; init; }

    /// <summary>The first of what was found; none when it is repaired.</summary>
    public IReadOnlyList<DriftFinding> Findings { get; init; } = [];

    public string? RepairOperationId { get; init; }
}
