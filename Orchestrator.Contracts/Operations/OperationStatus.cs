using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>Body of <c>GET /api/operations/{id}</c>.</summary>
public sealed record OperationStatus
{
    public required string Id { get; init; }

    public required ClusterKey Cluster { get; init; }

    public required OperationKind Kind { get; init; }

    public required OperationState State { get; init; }

    public int Generation { get; init; }

    /// <summary>Finished steps of all steps, 0 to 100.</summary>
    public int Percent { get; init; }

    public string? Phase { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The server's clock when it answered, for how long unfinished steps have taken; null from a server that does not say.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public IReadOnlyList<StepStatus> Resources { get; init; } = [];

    /// <summary>The correlation id of every request that the operation sends to Azure: Azure's activity log is searched by it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What a forced deletion has left in Azure; null before it knows, and for every other operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeakedResource>? Leaks { get; init; }

    /// <summary>What a deletion has found and left where it is; null when there was nothing, and for every other operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeptResource>? Kept { get; init; }

    /// <summary>Steps that wait for approval, or have waited; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ApprovalStatus>? Approvals { get; init; }

    public OrchestratorError? Error { get; init; }
}
