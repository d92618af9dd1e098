using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>One machine as Azure and Kubernetes see it.</summary>
public sealed record MachineObservation
{
    /// <summary>VM name or scale-set instance's computer name; also the node's name.</summary>
    public required string Name { get; init; }

    /// <summary>Instance id in a scale set.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Azure's provisioningState; null when unknown.</summary>
    public string? ProvisioningState { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>A node of that name exists.</summary>
    public bool HasNode { get; init; }

    /// <summary>The node is Ready (and, in a control plane, its API server and etcd member are healthy).</summary>
    public bool Ready { get; init; }

    public bool Cordoned { get; init; }

    /// <summary>Kubelet version of the node.</summary>
    public string? Version { get; init; }

    /// <summary>JSON paths of the fields that differ from the spec; empty = up to date.</summary>
    public IReadOnlyList<string> StaleFields { get; init; } = [];

    /// <summary>What is wrong with its node for so long that the machine is to be replaced; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unhealthy { get; init; }

    /// <summary>Somebody asked for this machine to go first (annotation cluster.x-k8s.io/delete-machine on the node).</summary>
    public bool DeleteRequested { get; init; }

    /// <summary>Control plane: the id of its etcd member; null = none.</summary>
    public string? EtcdMember { get; init; }
}
