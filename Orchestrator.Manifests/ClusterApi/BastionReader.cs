using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Reads <c>bastionSpec.azureBastion</c>; its subnet becomes one of the network's.</summary>
internal static class BastionReader
{
    public static NetworkDraft Read(ObjectReader bastion, NetworkDraft network)
    {
        var ip = bastion.Object("publicIP");
        var draft = new BastionDraft(
            bastion.String("name"),
            ip?.String("name", at: "/network.bastion.publicIPName"),
            ip?.String("dnsName", at: "/network.bastion.publicIPDnsName"),
            bastion.Choice("sku", ["Basic", "Standard"]),
            bastion.Boolean("enableTunneling"))
        {
            PublicIPTags = IPTagReader.Read(ip),
        };
        var subnets = network.Subnets;
        if (bastion.Object("subnet", at: $"/network.subnets[{subnets.Count}]") is { } subnet)
        {
            subnets = [.. subnets, SubnetReader.ReadBastion(subnet)];
        }

        return network with { Bastion = draft, Subnets = subnets };
    }
}
