using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Reads <c>networkSpec</c> of an AzureCluster.</summary>
internal static class NetworkSpecReader
{
    public static NetworkDraft Read(ObjectReader network, string? subscription)
    {
        var vnet = network.Object("vnet", at: "virtualNetwork");

        // CAPZ itself writes what the network's tags are.
        vnet?.Ignore("tags");
        return new NetworkDraft
        {
            VirtualNetworkName = vnet?.String("name"),
            VirtualNetworkResourceGroup = vnet?.String("resourceGroup"),
            VirtualNetworkId = vnet is null ? null : ReadVirtualNetworkId(vnet, subscription),
            VirtualNetworkCidrBlocks = vnet?.Strings("cidrBlocks") ?? [],
            Peerings = vnet?.Objects("peerings").Select(PeeringReader.Read).ToList() ?? [],
            Subnets = [.. network.Objects("subnets").Select(SubnetReader.Read)],
            ApiServerLoadBalancer = Balancer(network, "apiServerLB", "apiServerLoadBalancer"),
            AdditionalApiServerPorts = LoadBalancerReader.ReadPorts(network, "additionalAPIServerLBPorts"),
            NodeOutboundLoadBalancer = Balancer(network, "nodeOutboundLB", "nodeOutboundLoadBalancer"),
            ControlPlaneOutboundLoadBalancer = Balancer(network, "controlPlaneOutboundLB", "controlPlaneOutboundLoadBalancer"),
            PrivateDns = ReadPrivateDns(network),
        };
    }

    private static PrivateDnsDraft ReadPrivateDns(ObjectReader network)
    {
        var draft = new PrivateDnsDraft(
            network.Choice("privateDNSZone", ["System", "None"]) != "None",
            network.String("privateDNSZoneName", at: "privateDnsZone.name"),
            network.String("privateDNSZoneResourceGroup", at: "privateDnsZone.resourceGroup"));
        if (!draft.Wanted && draft.Name is not null)
        {
            network.Invalid("privateDNSZoneName", "'privateDNSZone' is None, so there is no zone to name.", "Remove one of the two.");
        }

        if (draft.Name is null && draft.ResourceGroup is not null)
        {
            network.Invalid("privateDNSZoneResourceGroup", "'privateDNSZoneResourceGroup' needs 'privateDNSZoneName'.", "Add 'privateDNSZoneName', or remove the field.");
        }

        return draft;
    }

    private static LoadBalancerDraft? Balancer(ObjectReader network, string name, string at) => network.Object(name, at) is { } balancer ? LoadBalancerReader.Read(balancer) : null;

    /// <summary>The id, in the cluster's subscription; it says name and resource group too; where they are written too they must agree.</summary>
    public static string? ReadVirtualNetworkId(ObjectReader vnet, string? subscription)
    {
        if (ArmId.Read(vnet, "id", ArmId.VirtualNetwork) is not { } text)
        {
            return null;
        }

        var id = ArmId.Parse(text)!;
        foreach (var (field, value) in new[] { ("name", id.Name), ("resourceGroup", id.ResourceGroup) })
        {
            if (vnet.String(field) is { } written && !Sources.Unknown.IsIn(written) && !ArmId.Same(written, value))
            {
                vnet.Invalid(field, $"'{field}' is \"{written}\", but 'id' says \"{value}\".", "Remove one of the two.");
            }
        }

        if (subscription is not null && !Sources.Unknown.IsIn(subscription) && !ArmId.Same(id.SubscriptionId, subscription))
        {
            vnet.Invalid(
                "id", $"The virtual network is in the subscription {id.SubscriptionId}, the cluster in {subscription}; Azure puts no machine into a network of another subscription.",
                "Use a network of the cluster's subscription, and peer it with the other one.");
        }

        return text;
    }
}
