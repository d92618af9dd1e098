using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>How an operation of a cluster that has a source ended, and for which revision.</summary>
public sealed record ClusterOutcome
{
    public required ClusterKey Cluster { get; init; }

    public required string OperationId { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary>The newest revision that the operation carried out; those that were folded into it have no outcome of their own.</summary>
    public required SourceRevision Source { get; init; }

    public OrchestratorError? Error { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }
}
