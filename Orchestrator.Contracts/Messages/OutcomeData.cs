using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Messages;

/// <summary>What an <see cref="OutcomeEvent"/> is about.</summary>
public sealed record OutcomeData
{
    /// <summary>Null: the revision names no cluster that could be read.</summary>
    public ClusterKey? Cluster { get; init; }

    public required SourceRevision Source { get; init; }

    /// <summary>The newer revision that took the place of <see cref="Source"/> before it was carried out.</summary>
    public SourceRevision? SupersededBy { get; init; }

    /// <summary>Null: no operation belongs to it.</summary>
    public string? OperationId { get; init; }

    /// <summary>accepted, succeeded, superseded or failed.</summary>
    public required string State { get; init; }

    /// <summary>What a deletion has found and left where it is; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeptResource>? Kept { get; init; }

    public OrchestratorError? Error { get; init; }

    /// <summary>Null while it is only accepted.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>To be posted for <see cref="SourceRevision.Revision"/>.</summary>
    public required CommitStatus CommitStatus { get; init; }
}
