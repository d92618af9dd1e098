using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record NetworkDraft
{
    public string? VirtualNetworkName { get; init; }

    public string? VirtualNetworkResourceGroup { get; init; }

    public string? VirtualNetworkId { get; init; }

    public IReadOnlyList<string> VirtualNetworkCidrBlocks { get; init; } = [];

    public IReadOnlyList<PeeringDraft> Peerings { get; init; } = [];

    public string? DdosProtectionPlanId { get; init; }

    public IReadOnlyList<SubnetDraft> Subnets { get; init; } = [];

    public LoadBalancerDraft? ApiServerLoadBalancer { get; init; }

    /// <summary>Name by which the API server is reached; null derives it.</summary>
    public string? ApiServerHost { get; init; }

    public IReadOnlyList<LoadBalancerPortSpec> AdditionalApiServerPorts { get; init; } = [];

    public LoadBalancerDraft? NodeOutboundLoadBalancer { get; init; }

    public LoadBalancerDraft? ControlPlaneOutboundLoadBalancer { get; init; }

    public PrivateDnsDraft PrivateDns { get; init; } = new();

    public BastionDraft? Bastion { get; init; }
}
