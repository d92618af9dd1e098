using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>What an <see cref="OutcomeEvent"/> is about.</summary>
public sealed record OutcomeData
{
    public required ClusterKey Cluster { get; init; }

    public required SourceRevision Source { get; init; }

    public required string OperationId { get; init; }

    /// <summary>succeeded or failed.</summary>
    public required string State { get; init; }

    public OrchestratorError? Error { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>To be posted for <see cref="SourceRevision.Revision"/>.</summary>
    public required CommitStatus CommitStatus { get; init; }
}
