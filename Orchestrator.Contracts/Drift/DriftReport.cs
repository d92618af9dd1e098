using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Drift;

/// <summary>What one check of one cluster found. Body of <c>GET</c> and <c>POST /api/clusters/{namespace}/{name}/drift</c>.</summary>
public sealed record DriftReport
{
    public required ClusterKey Cluster { get; init; }

    /// <summary>The generation that was compared.</summary>
    public required int Generation { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public required DriftPolicy Policy { get; init; }

    /// <summary>By resource and field.</summary>
    public IReadOnlyList<DriftFinding> Findings { get; init; } = [];

    /// <summary>Why the check could not be made; the findings are then those of the one before.</summary>
    public OrchestratorError? Error { get; init; }

    /// <summary>What could not be looked at, and why; null: all was.</summary>
    public string? NotKnown { get; init; }

    /// <summary>The operation that repairs what was found; null: none was started.</summary>
    public string? RepairOperationId { get; init; }

    /// <summary>When a repair is tried next; null: none is held back.</summary>
    public DateTimeOffset? NextRepairAt { get; init; }

    /// <summary>The check before this one.</summary>
    public DriftSummary? Previous { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsClean => Findings.Count == 0 && Error is null;

    public DriftSummary Summarize() => new()
    {
        State = Error is not null ? DriftState.Unknown : Findings.Count == 0 ? DriftState.Clean : DriftState.Drifted,
        CheckedAt = CheckedAt,
        Findings = Findings.Count,
        GivenUp = Findings.Count(static f => f.Problem is not null),
    };
}
