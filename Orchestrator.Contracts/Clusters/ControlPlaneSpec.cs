namespace Orchestrator.Contracts.Clusters;

public sealed record ControlPlaneSpec
{
    /// <summary>Prefix of its machines' names.</summary>
    public required string Name { get; init; }

    /// <summary>Odd, 1 or more.</summary>
    public required int Replicas { get; init; }

    /// <summary>Kubernetes version as <c>v1.30.2</c>.</summary>
    public required string Version { get; init; }

    public required MachineSpec Machine { get; init; }

    public required KubeadmSpec Kubeadm { get; init; }
}
