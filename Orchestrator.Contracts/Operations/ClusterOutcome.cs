using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>What a revision came to for a cluster, to be told to its source.</summary>
public sealed record ClusterOutcome
{
    /// <summary>Null: the revision names no cluster that could be read.</summary>
    public ClusterKey? Cluster { get; init; }

    public OutcomeStage Stage { get; init; }

    /// <summary>Tells it from every other; the same however often it is told.</summary>
    public string Id
    {
        get => field ?? OperationId ?? $"{Cluster}@{Source.Revision}/{Stage.ToString().ToLowerInvariant()}";
        init;
    }

    /// <summary>Null: no operation belongs to it.</summary>
    public string? OperationId { get; init; }

    public OperationKind Kind { get; init; }

    public required SourceRevision Source { get; init; }

    /// <summary>The newer revision that took its place.</summary>
    public SourceRevision? SupersededBy { get; init; }

    /// <summary>What a deletion has found and left where it is; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeptResource>? Kept { get; init; }

    public OrchestratorError? Error { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }
}
