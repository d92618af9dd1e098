using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Validation;

internal static class LoadBalancerValidation
{
    private const int MostFrontends = 16;

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        const string apiServer = "network.apiServerLoadBalancer";
        var lb = spec.Network.ApiServerLoadBalancer;
        CheckOne(apiServer, lb, report);
        if (lb.Frontends.Count > 1)
        {
            report.Error(
                ErrorCatalog.UnsupportedFeature, $"{apiServer}.frontends[1]", "A second frontend of the API server's load balancer is not supported yet.",
                "Keep the first one only.");
        }

        if (lb.Type == LoadBalancerType.Public && lb.Frontends is [{ PrivateIPAddress: not null }, ..])
        {
            report.Invalid($"{apiServer}.frontends[0].privateIPAddress", "A public load balancer has no private address.", "Remove it, or write type: Internal.");
        }

        if (lb.Type == LoadBalancerType.Internal && lb.Frontends is [{ PublicIPName: not null }, ..])
        {
            report.Invalid($"{apiServer}.frontends[0]", "An internal load balancer has no public IP.", "Remove it, or write type: Public.");
        }

        if (spec.Network.NodeOutboundLoadBalancer is { } outbound)
        {
            CheckNodeOutbound(outbound, report);
        }

        report.Range("clusterNetwork.apiServerPort", "apiServerPort", spec.ClusterNetwork.ApiServerPort, 1, 65535);
        report.Range("clusterNetwork.endpoint.port", "port", spec.ClusterNetwork.ControlPlanePort, 1, 65535);
    }

    private static void CheckNodeOutbound(LoadBalancerSpec outbound, SpecReport report)
    {
        const string path = "network.nodeOutboundLoadBalancer";
        CheckOne(path, outbound, report);
        if (outbound.Type != LoadBalancerType.Public)
        {
            report.Invalid($"{path}.type", "The nodes' outbound load balancer is always public.", "Remove the type.");
        }

        report.Range($"{path}.frontendIPsCount", "frontendIPsCount", outbound.Frontends.Count, 0, MostFrontends);
    }

    private static void CheckOne(string path, LoadBalancerSpec lb, SpecReport report)
    {
        report.Pattern($"{path}.name", "name", lb.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        report.Range($"{path}.idleTimeoutInMinutes", "idleTimeoutInMinutes", lb.IdleTimeoutInMinutes, 4, 30);
        ZoneRules.Check($"{path}.availabilityZones", lb.AvailabilityZones, report);
    }
}
