using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>How an internal API server is named.</summary>
internal static class PrivateApiServerValidation
{
    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var isInternal = spec.Network.ApiServerLoadBalancer.Type == LoadBalancerType.Internal;
        if (spec.Network.PrivateDnsZone is { } zone)
        {
            CheckZone(zone, isInternal, report);
        }
        else if (isInternal && spec.ClusterNetwork.ControlPlaneHost == Unknown.Text)
        {
            report.Error(
                ErrorCatalog.MissingField, "clusterNetwork.endpoint", "An internal API server without a private DNS zone has no name.",
                "Set the control plane endpoint's host to the name that nodes use, or let the private DNS zone be made.");
        }
    }

    private static void CheckZone(PrivateDnsZoneSpec zone, bool isInternal, SpecReport report)
    {
        const string path = "network.privateDnsZone";
        if (!isInternal)
        {
            report.Invalid($"{path}.name", "Only an internal API server has a private DNS zone.", "Remove it, or write type: Internal for the API server's load balancer.");
        }

        report.Pattern($"{path}.name", "privateDNSZoneName", zone.Name, NamePatterns.DnsName(), "a DNS name such as c1.example.com");
        if (!Unknown.IsIn(zone.Name) && NamePatterns.DnsName().IsMatch(zone.Name) && !zone.Name.Contains('.', StringComparison.Ordinal))
        {
            report.Invalid($"{path}.name", $"Azure takes no private DNS zone of one label (\"{zone.Name}\").", "Write two labels at least, such as c1.internal.");
        }

        ClusterValidation.CheckResourceGroup($"{path}.resourceGroup", zone.ResourceGroup, report);
    }
}
