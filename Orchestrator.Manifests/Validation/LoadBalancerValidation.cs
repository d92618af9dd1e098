using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Validation;

internal static class LoadBalancerValidation
{
    private const int MostFrontends = 16;
    private const string ApiServerRule = "LBRuleHTTPS";

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        const string apiServer = "network.apiServerLoadBalancer";
        var lb = spec.Network.ApiServerLoadBalancer;
        CheckOne(apiServer, lb, report);
        if (lb.Frontends.Count > 1)
        {
            report.Invalid(
                $"{apiServer}.frontends[1]",
                $"The API server's load balancer has {lb.Frontends.Count} front ends; it has one, and a public one may have one private front end beside it.",
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

        if (spec.Network.ApiServerInternalLoadBalancer is { Frontends.Count: > 1 } inside)
        {
            report.Invalid($"{apiServer}.frontends", $"The API server's load balancer has {inside.Frontends.Count} private front ends.", "Keep one.");
        }

        CheckPorts(spec, report);
        CheckOutbound("network.nodeOutboundLoadBalancer", "nodes'", spec.Network.NodeOutboundLoadBalancer, 0, report);
        CheckOutbound("network.controlPlaneOutboundLoadBalancer", "control plane's", spec.Network.ControlPlaneOutboundLoadBalancer, 1, report);
        if (spec.Network.ControlPlaneOutboundLoadBalancer is not null && lb.Type != LoadBalancerType.Internal)
        {
            report.Invalid(
                "network.controlPlaneOutboundLoadBalancer", "A control plane with a public API server reaches out through that load balancer.",
                "Remove the field, or write type: Internal for the API server's load balancer.");
        }

        report.Range("clusterNetwork.apiServerPort", "apiServerPort", spec.ClusterNetwork.ApiServerPort, 1, 65535);
        report.Range("clusterNetwork.endpoint.port", "port", spec.ClusterNetwork.ControlPlanePort, 1, 65535);
    }

    private static void CheckOutbound(string path, string whose, LoadBalancerSpec? outbound, int fewest, SpecReport report)
    {
        if (outbound is null)
        {
            return;
        }

        CheckOne(path, outbound, report);
        if (outbound.Type != LoadBalancerType.Public)
        {
            report.Invalid($"{path}.type", $"The {whose} outbound load balancer is always public.", "Remove the type.");
        }

        report.Range($"{path}.frontendIPsCount", "frontendIPsCount", outbound.Frontends.Count, fewest, MostFrontends);
        for (var i = 0; i < outbound.Frontends.Count; i++)
        {
            if (outbound.Frontends[i] is { PublicIPName: null } frontend)
            {
                report.Error(ErrorCatalog.MissingField, $"{path}.frontends[{i}]", $"The front end '{frontend.Name}' has no public IP.", "Add 'publicIP' with a name.");
            }
        }
    }

    private static void CheckPorts(ClusterSpec spec, SpecReport report)
    {
        var ports = spec.Network.AdditionalApiServerPorts;
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, path) = (ports[i], $"network.additionalApiServerPorts[{i}]");
            report.Pattern($"{path}.name", "name", port.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
            report.Range($"{path}.port", "port", port.Port, 1, 65535);
            if (ports.Take(i).Any(p => string.Equals(p.Name, port.Name, StringComparison.OrdinalIgnoreCase)) || string.Equals(port.Name, ApiServerRule, StringComparison.OrdinalIgnoreCase))
            {
                report.Invalid($"{path}.name", $"Another rule of the API server's load balancer is named '{port.Name}'.", "Rename it.");
            }

            if (ports.Take(i).Any(p => p.Port == port.Port) || port.Port == spec.ClusterNetwork.ControlPlanePort)
            {
                report.Invalid($"{path}.port", $"The API server's load balancer already has the port {port.Port}.", "Choose another port, or remove it.");
            }
        }
    }

    private static void CheckOne(string path, LoadBalancerSpec lb, SpecReport report)
    {
        report.Pattern($"{path}.name", "name", lb.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        report.Range($"{path}.idleTimeoutInMinutes", "idleTimeoutInMinutes", lb.IdleTimeoutInMinutes, 4, 30);
        ZoneRules.Check($"{path}.availabilityZones", lb.AvailabilityZones, report);
    }
}
