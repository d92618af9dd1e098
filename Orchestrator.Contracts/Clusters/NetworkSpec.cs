namespace Orchestrator.Contracts.Clusters;

public sealed record NetworkSpec
{
    public required VirtualNetworkSpec VirtualNetwork { get; init; }

    /// <summary>At least one subnet of each role that the cluster needs; names are unique.</summary>
    public required IReadOnlyList<SubnetSpec> Subnets { get; init; }

    public required LoadBalancerSpec ApiServerLoadBalancer { get; init; }

    /// <summary>The private way to a public API server; null when there is none.</summary>
    public LoadBalancerSpec? ApiServerInternalLoadBalancer { get; init; }

    /// <summary>Further ports of the control plane's machines that the API server's load balancers lead to.</summary>
    public IReadOnlyList<LoadBalancerPortSpec> AdditionalApiServerPorts { get; init; } = [];

    /// <summary>Outbound load balancer of the nodes; null when NAT gateways serve them.</summary>
    public LoadBalancerSpec? NodeOutboundLoadBalancer { get; init; }

    /// <summary>Outbound load balancer of the control plane; only where the API server's load balancer is internal.</summary>
    public LoadBalancerSpec? ControlPlaneOutboundLoadBalancer { get; init; }

    /// <summary>The zone that names an internal API server; null when its endpoint is named elsewhere.</summary>
    public PrivateDnsZoneSpec? PrivateDnsZone { get; init; }

    public BastionSpec? Bastion { get; init; }
}
