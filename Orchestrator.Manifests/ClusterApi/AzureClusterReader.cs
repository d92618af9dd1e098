using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class AzureClusterReader : IKindReader
{
    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureCluster";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        spec?.Unsupported("extendedLocation", "failureDomains", "cloudProviderConfigOverrides");
        spec?.Object("bastionSpec")?.Unsupported("azureBastion");
        if (spec?.Boolean("controlPlaneEnabled") == false)
        {
            spec.Refuse("controlPlaneEnabled", "A cluster whose control plane is elsewhere is not supported yet.", "Remove the field.");
        }

        var endpoint = spec?.Object("controlPlaneEndpoint", at: "clusterNetwork.endpoint");
        return new AzureClusterManifest(meta, root.Context.Origins)
        {
            SubscriptionId = spec?.RequiredString("subscriptionID", at: "subscriptionId"),
            Location = spec?.RequiredString("location") ?? Sources.Unknown.Text,
            ResourceGroup = spec?.String("resourceGroup"),
            Environment = spec?.Choice("azureEnvironment", AzureClouds.Names, at: "environment"),
            Identity = ObjectReference.Read(spec, "identityRef", "AzureClusterIdentity", ApiGroups.Infrastructure),
            AdditionalTags = spec?.StringMap("additionalTags") ?? new(StringComparer.Ordinal),
            Network = spec?.Object("networkSpec", at: "network") is { } network ? ReadNetwork(network) : new NetworkDraft(),
            EndpointHost = endpoint?.String("host") is { Length: > 0 } host ? host : null,
            EndpointPort = endpoint?.Integer("port") is { } port and not 0 ? port : null,
        };
    }

    private static NetworkDraft ReadNetwork(ObjectReader network)
    {
        network.Unsupported("controlPlaneOutboundLB", "additionalAPIServerLBPorts", "privateDNSZoneName", "privateDNSZoneResourceGroup");
        var dnsMode = network.Choice("privateDNSZone", ["System", "None"]);
        var vnet = network.Object("vnet", at: "virtualNetwork");
        vnet?.Unsupported("id", "peerings", "tags");
        var apiServer = network.Object("apiServerLB", at: "apiServerLoadBalancer") is { } lb ? LoadBalancerReader.Read(lb) : null;
        if (apiServer?.Type == LoadBalancerType.Internal && dnsMode != "None")
        {
            network.Refuse(
                "apiServerLB", "The private DNS zone of an internal API server is not supported yet.",
                "Set networkSpec.privateDNSZone to None and spec.controlPlaneEndpoint.host to the name or address that nodes use.");
        }

        return new NetworkDraft
        {
            VirtualNetworkName = vnet?.String("name"),
            VirtualNetworkResourceGroup = vnet?.String("resourceGroup"),
            VirtualNetworkCidrBlocks = vnet?.Strings("cidrBlocks") ?? [],
            Subnets = [.. network.Objects("subnets").Select(SubnetReader.Read)],
            ApiServerLoadBalancer = apiServer,
            NodeOutboundLoadBalancer = network.Object("nodeOutboundLB", at: "nodeOutboundLoadBalancer") is { } outbound ? LoadBalancerReader.Read(outbound) : null,
        };
    }
}
