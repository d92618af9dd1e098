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
        if (spec?.Boolean("controlPlaneEnabled") == false)
        {
            spec.Refuse("controlPlaneEnabled", "A cluster whose control plane is elsewhere is not supported yet.", "Remove the field.");
        }

        var subscription = spec?.RequiredString("subscriptionID", at: "subscriptionId");
        var endpoint = spec?.Object("controlPlaneEndpoint", at: "clusterNetwork.endpoint");
        return new AzureClusterManifest(meta, root.Context.Origins)
        {
            SubscriptionId = subscription,
            Location = spec?.RequiredString("location") ?? Sources.Unknown.Text,
            ResourceGroup = spec?.String("resourceGroup"),
            Environment = spec?.Choice("azureEnvironment", AzureClouds.Names, at: "environment"),
            Identity = ObjectReference.Read(spec, "identityRef", "AzureClusterIdentity", ApiGroups.Infrastructure),
            AdditionalTags = spec?.StringMap("additionalTags") ?? new(StringComparer.Ordinal),
            Network = ReadNetwork(spec, subscription),
            EndpointHost = endpoint?.String("host") is { Length: > 0 } host ? host : null,
            EndpointPort = endpoint?.Integer("port") is { } port and not 0 ? port : null,
        };
    }

    private static NetworkDraft ReadNetwork(ObjectReader? spec, string? subscription)
    {
        var network = spec?.Object("networkSpec", at: "network");
        var draft = network is null ? new NetworkDraft() : NetworkSpecReader.Read(network, subscription);
        return spec?.Object("bastionSpec", at: "network")?.Object("azureBastion", at: "bastion") is { } bastion ? BastionReader.Read(bastion, draft) : draft;
    }
}
