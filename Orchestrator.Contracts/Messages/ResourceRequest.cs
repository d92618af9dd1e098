using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of every Ensure…, Observe… and Delete… activity. Small: bodies are rendered from the stored spec of <c>Generation</c>.</summary>
public sealed record ResourceRequest
{
    public required ClusterKey Cluster { get; init; }

    public required string OperationId { get; init; }

    public required int Generation { get; init; }

    public required GraphStep Step { get; init; }

    /// <summary>Facts that earlier steps found; see <see cref="FactNames"/>.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>For a control-plane machine: how it becomes a node.</summary>
    public MachineRole? Role { get; init; }

    /// <summary>For a scale set: the capacity wanted now; null leaves it.</summary>
    public int? Capacity { get; init; }
}
