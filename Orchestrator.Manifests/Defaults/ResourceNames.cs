using System.Globalization;

namespace Orchestrator.Manifests.Defaults;

/// <summary>The names that CAPZ gives to what a manifest leaves unnamed, so that clusters can move between the two.</summary>
public static class ResourceNames
{
    /// <summary>The only name that Azure takes.</summary>
    public const string BastionSubnet = "AzureBastionSubnet";

    /// <summary>Name of the API server's record in the private DNS zone.</summary>
    public const string ApiServerRecord = "apiserver";

    public static string VirtualNetwork(string cluster) => $"{cluster}-vnet";

    public static string ControlPlaneSubnet(string cluster) => $"{cluster}-controlplane-subnet";

    /// <summary><paramref name="index"/> from 1 for a subnet that is listed without a name; null for the one that is not listed at all.</summary>
    public static string NodeSubnet(string cluster, int? index = null) => WithIndex($"{cluster}-node-subnet", index);

    public static string ClusterSubnet(string cluster) => $"{cluster}-subnet";

    public static string ControlPlaneSecurityGroup(string cluster) => $"{cluster}-controlplane-nsg";

    public static string NodeSecurityGroup(string cluster) => $"{cluster}-node-nsg";

    public static string ClusterSecurityGroup(string cluster) => $"{cluster}-nsg";

    public static string NodeRouteTable(string cluster) => $"{cluster}-node-routetable";

    public static string ClusterRouteTable(string cluster) => $"{cluster}-routetable";

    public static string NodeNatGateway(string cluster, int? index = null) => WithIndex($"{cluster}-node-natgw", index);

    public static string ClusterNatGateway(string cluster) => $"{cluster}-natgw";

    public static string NatGatewayIP(string natGateway) => $"pip-{natGateway}";

    public static string PublicLoadBalancer(string cluster) => $"{cluster}-public-lb";

    public static string InternalLoadBalancer(string cluster) => $"{cluster}-internal-lb";

    /// <summary>The cluster's own name: cloud-provider-azure then shares the load balancer.</summary>
    public static string NodeOutboundLoadBalancer(string cluster) => cluster;

    /// <summary><paramref name="index"/> from 1 when there are several.</summary>
    public static string Frontend(string loadBalancer, int? index = null) => WithIndex($"{loadBalancer}-frontEnd", index);

    /// <summary>The private front end beside a public load balancer's.</summary>
    public static string InternalFrontend(string loadBalancer) => $"{loadBalancer}-frontEnd-internal-ip";

    public static string ApiServerBackendPool(string loadBalancer) => $"{loadBalancer}-backendPool";

    public static string OutboundBackendPool(string loadBalancer) => $"{loadBalancer}-outboundBackendPool";

    public static string ApiServerIP(string cluster) => $"pip-{cluster}-apiserver";

    /// <summary>The private way to a public API server.</summary>
    public static string ApiServerInternalLoadBalancer(string publicLoadBalancer) => $"{publicLoadBalancer}-internal";

    public static string ApiServerInternalBackendPool(string backendPool) => $"{backendPool}-internal";

    public static string ControlPlaneOutboundLoadBalancer(string cluster) => $"{cluster}-outbound-lb";

    public static string ControlPlaneOutboundIP(string cluster, int? index = null) => WithIndex($"pip-{cluster}-controlplane-outbound", index);

    public static string Bastion(string cluster) => $"{cluster}-azure-bastion";

    public static string BastionIP(string cluster) => $"{cluster}-azure-bastion-pip";

    public static string NodeOutboundIP(string cluster, int? index = null) => WithIndex($"pip-{cluster}-node-outbound", index);

    public static string PrivateDnsZone(string cluster) => $"{cluster}.capz.io";

    private static string WithIndex(string name, int? index) => index is { } i ? string.Create(CultureInfo.InvariantCulture, $"{name}-{i}") : name;
}
