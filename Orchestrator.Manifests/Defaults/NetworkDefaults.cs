using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Defaults;

/// <summary>The network of a cluster as CAPZ completes it.</summary>
internal static class NetworkDefaults
{
    public static NetworkSpec Apply(ClusterDraft draft, string subscription, string resourceGroup, int apiServerPort)
    {
        var (cluster, network) = (draft.Key.Name, draft.Network);
        var apiServer = LoadBalancerDefaults.ApiServer(draft, subscription, resourceGroup);
        var subnets = SubnetDefaults.Apply(cluster, network, apiServerPort);
        return new NetworkSpec
        {
            VirtualNetwork = VirtualNetwork(cluster, network, subscription, resourceGroup),
            Subnets = subnets,
            ApiServerLoadBalancer = apiServer,
            ApiServerInternalLoadBalancer = LoadBalancerDefaults.ApiServerInternal(network.ApiServerLoadBalancer, apiServer),
            AdditionalApiServerPorts = network.AdditionalApiServerPorts,
            NodeOutboundLoadBalancer = network.NodeOutboundLoadBalancer is { } outbound
                ? LoadBalancerDefaults.Outbound(outbound, ResourceNames.NodeOutboundLoadBalancer(cluster), i => ResourceNames.NodeOutboundIP(cluster, i))
                : null,
            ControlPlaneOutboundLoadBalancer = network.ControlPlaneOutboundLoadBalancer is { } controlPlane
                ? LoadBalancerDefaults.Outbound(controlPlane, ResourceNames.ControlPlaneOutboundLoadBalancer(cluster), i => ResourceNames.ControlPlaneOutboundIP(cluster, i))
                : null,
            PrivateDnsZone = PrivateDnsZone(cluster, network.PrivateDns, apiServer, subscription, resourceGroup),
            Bastion = network.Bastion is { } bastion ? Bastion(cluster, bastion, subnets) : null,
        };
    }

    private static VirtualNetworkSpec VirtualNetwork(string cluster, NetworkDraft network, string subscription, string resourceGroup)
    {
        var id = network.VirtualNetworkId is { } text ? ArmId.Parse(text) : null;
        return new VirtualNetworkSpec
        {
            Name = id?.Name ?? network.VirtualNetworkName ?? ResourceNames.VirtualNetwork(cluster),
            ResourceGroup = id?.ResourceGroup ?? network.VirtualNetworkResourceGroup ?? resourceGroup,
            CidrBlocks = network.VirtualNetworkCidrBlocks is { Count: > 0 } blocks ? blocks : ["10.0.0.0/8"],
            Peerings = [.. network.Peerings.Select(p => Peering(p, subscription, resourceGroup))],
            DdosProtectionPlanId = network.DdosProtectionPlanId,
        };
    }

    private static VirtualNetworkPeeringSpec Peering(PeeringDraft peering, string subscription, string resourceGroup) => new()
    {
        RemoteVirtualNetworkId = peering.RemoteId
            ?? new ArmId(subscription, peering.RemoteResourceGroup ?? resourceGroup, ArmId.VirtualNetwork, peering.RemoteName ?? Unknown.Text).ToString(),
        Forward = Options(peering.Forward),
        Reverse = Options(peering.Reverse),
    };

    // What Azure does where nothing is said, said: somebody who shuts the peering is then seen.
    private static PeeringOptionsSpec Options(PeeringOptionsSpec options) => options with { AllowVirtualNetworkAccess = options.AllowVirtualNetworkAccess ?? true };

    /// <summary>Only an internal API server needs one; a name without one is kept, to be refused.</summary>
    private static PrivateDnsZoneSpec? PrivateDnsZone(string cluster, PrivateDnsDraft draft, LoadBalancerSpec apiServer, string subscription, string resourceGroup)
    {
        var named = draft.Name is not null || draft.ResourceGroup is not null;
        return (draft.Wanted && apiServer.Type == LoadBalancerType.Internal) || named
            ? new PrivateDnsZoneSpec
            {
                Name = draft.Name ?? ResourceNames.PrivateDnsZone(cluster),
                ResourceGroup = draft.ResourceGroup ?? resourceGroup,
                SubscriptionId = draft.SubscriptionId ?? subscription,
            }
            : null;
    }

    private static BastionSpec Bastion(string cluster, BastionDraft draft, IReadOnlyList<SubnetSpec> subnets) => new()
    {
        Name = draft.Name ?? ResourceNames.Bastion(cluster),
        SubnetName = subnets.First(static s => s.Role == SubnetRole.Bastion).Name,
        PublicIPName = draft.PublicIPName ?? ResourceNames.BastionIP(cluster),
        PublicIPDnsName = draft.PublicIPDnsName,
        PublicIPTags = draft.PublicIPTags,
        Sku = draft.Sku ?? "Basic",
        EnableTunneling = draft.EnableTunneling ?? false,
    };
}
