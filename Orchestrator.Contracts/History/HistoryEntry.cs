using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.History;

/// <summary>One thing that happened to a cluster: a request that was accepted, or the end of an operation. Written once, never changed.</summary>
public sealed record HistoryEntry
{
    public required ClusterKey Cluster { get; init; }

    /// <summary>Grows by one with each entry of the cluster, over all of its lives.</summary>
    public int Number { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required HistoryAction Action { get; init; }

    /// <summary>Who asked and from where; null: the operation itself.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>The newest generation after it.</summary>
    public int Generation { get; init; }

    public string? OperationId { get; init; }

    /// <summary>Fields of the spec that differ from the generation before. Contents of files are shown by their digest.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>How many more fields differ than <see cref="Changes"/> names.</summary>
    public int ChangesLeftOut { get; init; }

    /// <summary>The revision that the request brought.</summary>
    public SourceRevision? Source { get; init; }

    /// <summary>Of an end: how.</summary>
    public OperationState? State { get; init; }

    /// <summary>Of an end: why not well.</summary>
    public OrchestratorError? Error { get; init; }

    /// <summary>Of a deletion's end: what it has found and left where it is, up to a hundred; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeptResource>? Kept { get; init; }

    /// <summary>How many more it has left than <see cref="Kept"/> names; the operation has them all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int KeptLeftOut { get; init; }
}
