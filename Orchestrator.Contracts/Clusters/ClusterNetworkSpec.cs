namespace Orchestrator.Contracts.Clusters;

/// <summary>Addresses inside the cluster.</summary>
public sealed record ClusterNetworkSpec
{
    public IReadOnlyList<string> PodCidrBlocks { get; init; } = [];

    public IReadOnlyList<string> ServiceCidrBlocks { get; init; } = [];

    public string ServiceDomain { get; init; } = "cluster.local";

    /// <summary>Port on which API servers listen.</summary>
    public int ApiServerPort { get; init; } = 6443;

    /// <summary>Host name that clients and nodes use; the API load balancer's FQDN unless the manifest says otherwise.</summary>
    public required string ControlPlaneHost { get; init; }

    public int ControlPlanePort { get; init; } = 6443;
}
