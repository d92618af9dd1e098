using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of the activities over one machine: CordonNode, DrainNode, RemoveEtcdMember, RemoveNode, DeleteScaleSetInstances (names in <c>Machines</c>).</summary>
public sealed record MachineRequest
{
    public required ClusterKey Cluster { get; init; }

    public required string OperationId { get; init; }

    public required int Generation { get; init; }

    public string? Pool { get; init; }

    /// <summary>Names of the machines (computer names = node names).</summary>
    public required IReadOnlyList<string> Machines { get; init; }

    /// <summary>DeleteScaleSetInstances: the machines' instance ids, in the same order; empty has them looked up.</summary>
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    /// <summary>When the drain began, for its timeout.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
