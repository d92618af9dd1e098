using System.Text.Json.Serialization;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>Result of ObserveControlPlane and ObserveMachinePool.</summary>
public sealed record MachineGroupObservation
{
    public IReadOnlyList<MachineObservation> Machines { get; init; } = [];

    /// <summary>Control plane: the durable fact that some machine's kubeadm init has led to an answering API server.</summary>
    public bool Initialized { get; init; }

    public bool ApiReachable { get; init; }

    /// <summary>Control plane: every etcd member is healthy and belongs to a machine.</summary>
    public bool EtcdHealthy { get; init; }

    /// <summary>Pool: the scale set exists; its capacity; whether its model is what the spec wants.</summary>
    public bool Exists { get; init; }

    public int Capacity { get; init; }

    public bool ModelCurrent { get; init; }

    /// <summary>Azure works on the scale set.</summary>
    public bool InProgress { get; init; }

    /// <summary>Why machines are not replaced though they are unwell; null: none is, or they are replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Held { get; init; }

    public OrchestratorError? Error { get; init; }
}
