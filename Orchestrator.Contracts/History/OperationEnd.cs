using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.History;

/// <summary>Input of RecordOperation: what only the orchestration knows of its end; the steps are read from where they are kept.</summary>
public sealed record OperationEnd
{
    public required ClusterKey Cluster { get; init; }

    public required string OperationId { get; init; }

    public required OperationKind Kind { get; init; }

    public required OperationProgress Progress { get; init; }

    public OrchestratorError? Error { get; init; }

    public required DateTimeOffset EndedAt { get; init; }
}
