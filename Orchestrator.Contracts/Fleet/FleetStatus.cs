using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Fleet;

/// <summary>Body of <c>GET /api/fleet/{id}</c>.</summary>
public sealed record FleetStatus
{
    /// <summary>Null on a dry run.</summary>
    public string? Id { get; init; }

    public required FleetAction Action { get; init; }

    public required OperationState State { get; init; }

    public int Wave { get; init; }

    public required int Waves { get; init; }

    public string? Phase { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    /// <summary>Who asked for it, and from where.</summary>
    public RequestOrigin? Origin { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public DateTimeOffset ServerTime { get; init; }

    /// <summary>In the order in which they are begun.</summary>
    public required IReadOnlyList<FleetMember> Clusters { get; init; }

    public OrchestratorError? Error { get; init; }
}
