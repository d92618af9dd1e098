namespace Orchestrator.Manifests.Drafts;

internal sealed record NetworkDraft
{
    public string? VirtualNetworkName { get; init; }

    public string? VirtualNetworkResourceGroup { get; init; }

    public IReadOnlyList<string> VirtualNetworkCidrBlocks { get; init; } = [];

    public IReadOnlyList<SubnetDraft> Subnets { get; init; } = [];

    public LoadBalancerDraft? ApiServerLoadBalancer { get; init; }

    public LoadBalancerDraft? NodeOutboundLoadBalancer { get; init; }
}
