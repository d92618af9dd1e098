using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class LoadBalancerReader
{
    public static LoadBalancerDraft Read(ObjectReader lb)
    {
        lb.Unsupported("id");
        _ = lb.Choice("sku", ["Standard"]);
        return new LoadBalancerDraft
        {
            Name = lb.String("name"),
            Type = lb.Choice<LoadBalancerType>("type"),
            IdleTimeoutInMinutes = lb.Integer("idleTimeoutInMinutes"),
            Frontends = [.. lb.Objects("frontendIPs", at: "frontends").Select(ReadFrontend)],
            FrontendCount = lb.Integer("frontendIPsCount"),
            BackendPoolName = lb.Object("backendPool", at: string.Empty)?.String("name", at: "backendPoolName"),
            AvailabilityZones = lb.Strings("availabilityZones"),
        };
    }

    public static IReadOnlyList<LoadBalancerPortSpec> ReadPorts(ObjectReader parent, string field) =>
    [
        .. parent.Objects(field, at: "/network.additionalApiServerPorts")
            .Select(static port => new LoadBalancerPortSpec(port.RequiredString("name"), port.Require("port") ? port.Integer("port") ?? 1 : 1)),
    ];

    private static FrontendDraft ReadFrontend(ObjectReader frontend)
    {
        var publicIP = frontend.Object("publicIP");
        return new FrontendDraft(
            frontend.RequiredString("name"),
            publicIP?.RequiredString("name"),
            publicIP?.String("dnsName"),
            frontend.String("privateIP", at: "privateIPAddress"))
        {
            PublicIPTags = IPTagReader.Read(publicIP),
        };
    }
}
