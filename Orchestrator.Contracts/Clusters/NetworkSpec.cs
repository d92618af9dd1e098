namespace Orchestrator.Contracts.Clusters;

public sealed record NetworkSpec
{
    public required VirtualNetworkSpec VirtualNetwork { get; init; }

    /// <summary>At least one subnet of each role that the cluster needs; names are unique.</summary>
    public required IReadOnlyList<SubnetSpec> Subnets { get; init; }

    public required LoadBalancerSpec ApiServerLoadBalancer { get; init; }

    /// <summary>Outbound load balancer of the nodes; null when NAT gateways serve them.</summary>
    public LoadBalancerSpec? NodeOutboundLoadBalancer { get; init; }
}
