using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Fleet;

/// <summary>One cluster of a fleet operation.</summary>
public sealed record FleetMember
{
    /// <summary>Its place in the order in which clusters are begun, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Number of its wave, from 1.</summary>
    public required int Wave { get; init; }

    public required ClusterKey Cluster { get; init; }

    public FleetMemberState State { get; init; }

    /// <summary>Null when nothing had to be done.</summary>
    public string? OperationId { get; init; }

    public OrchestratorError? Error { get; init; }
}
