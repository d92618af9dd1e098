using System.Text.Json.Serialization;

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

    /// <summary>Machines made before this are replaced. Asked for by name, never by a manifest; null: nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RestartedAt { get; init; }

    /// <summary>That of an AKS cluster: no machine of ours.</summary>
    public static ControlPlaneSpec ByAzure(string name, string version) => new()
    {
        Name = name,
        Replicas = 0,
        Version = version,
        Machine = new MachineSpec { VmSize = "", Image = new ImageSpec(), OsDisk = new OsDiskSpec() },
        Kubeadm = new KubeadmSpec(),
    };
}
