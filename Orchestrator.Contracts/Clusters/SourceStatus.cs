using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Clusters;

/// <summary>What became of the newest revision of a cluster's source that was heard of. Older revisions that come late do not show here.</summary>
public sealed record SourceStatus
{
    public required SourceRevision Source { get; init; }

    public required SourceState State { get; init; }

    /// <summary>When the message was worked on.</summary>
    public required DateTimeOffset Time { get; init; }

    public OrchestratorError? Error { get; init; }
}
