using System.Text.Json.Nodes;

namespace Orchestrator.Contracts.Clusters;

/// <summary>
/// How machines become nodes: a KubeadmConfigSpec of Cluster API (bootstrap.cluster.x-k8s.io/v1beta1), checked by the reader.
/// The three configurations are kept as the JSON that the manifest has, so that every kubeadm field passes through.
/// </summary>
public sealed record KubeadmSpec
{
    public JsonObject? ClusterConfiguration { get; init; }

    public JsonObject? InitConfiguration { get; init; }

    public JsonObject? JoinConfiguration { get; init; }

    public IReadOnlyList<BootstrapFileSpec> Files { get; init; } = [];

    /// <summary><c>partitions</c> and <c>filesystems</c> as in Cluster API.</summary>
    public JsonObject? DiskSetup { get; init; }

    /// <summary>Rows of fstab fields.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Mounts { get; init; } = [];

    public IReadOnlyList<string> PreKubeadmCommands { get; init; } = [];

    public IReadOnlyList<string> PostKubeadmCommands { get; init; } = [];

    /// <summary>Users as in Cluster API.</summary>
    public JsonArray? Users { get; init; }

    /// <summary><c>servers</c> and <c>enabled</c> as in Cluster API.</summary>
    public JsonObject? Ntp { get; init; }

    /// <summary>kubeadm's --v.</summary>
    public int? Verbosity { get; init; }
}
