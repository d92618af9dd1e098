using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>Workers on one scale set.</summary>
public sealed record MachinePoolSpec
{
    /// <summary>Name of the pool and of its scale set.</summary>
    public required string Name { get; init; }

    public required int Replicas { get; init; }

    /// <summary>Kubernetes version as <c>v1.30.2</c>.</summary>
    public required string Version { get; init; }

    public required MachineSpec Machine { get; init; }

    public required KubeadmSpec Kubeadm { get; init; }

    public RollingUpdateSpec Strategy { get; init; } = new();

    public IReadOnlyList<string> FailureDomains { get; init; } = [];

    /// <summary>How long a drain may take; null = for ever.</summary>
    public TimeSpan? NodeDrainTimeout { get; init; }

    public OrchestrationMode OrchestrationMode { get; init; }

    /// <summary>null: Azure's default for the mode.</summary>
    public int? PlatformFaultDomainCount { get; init; }

    /// <summary>Azure keeps the zones exactly even, or fails.</summary>
    public bool? ZoneBalance { get; init; }

    /// <summary>Machines made before this are replaced. Asked for by name, never by a manifest; null: nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RestartedAt { get; init; }
}
