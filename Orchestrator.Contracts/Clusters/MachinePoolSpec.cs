namespace Orchestrator.Contracts.Clusters;

/// <summary>Workers on one uniform scale set.</summary>
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
}
