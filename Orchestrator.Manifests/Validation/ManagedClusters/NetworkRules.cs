using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

/// <summary>The network profile of an AKS cluster, and the virtual network in which it stands.</summary>
internal static class NetworkRules
{
    private const string Profile = $"{ManagedClusterValidation.Properties}.networkProfile";
    private const string Inside = "properties.networkProfile";

    public static void Check(ClusterSpec spec, ManagedClusterSpec cluster, SpecReport report)
    {
        CheckPlugin(cluster.Body, report);
        CheckDns(spec, cluster, report);
        CheckOutbound(cluster.Body, report);
        if (cluster.HasVirtualNetwork)
        {
            CheckVirtualNetwork(spec.Network, report);
        }
    }

    private static void CheckPlugin(System.Text.Json.Nodes.JsonObject body, SpecReport report)
    {
        var (plugin, mode) = (body.TextAt($"{Inside}.networkPlugin"), body.TextAt($"{Inside}.networkPluginMode"));
        var (policy, dataplane) = (body.TextAt($"{Inside}.networkPolicy"), body.TextAt($"{Inside}.networkDataplane"));
        if (mode == "overlay" && plugin == "kubenet")
        {
            report.Invalid($"{Profile}.networkPluginMode", "'networkPluginMode' is \"overlay\", which 'networkPlugin' \"kubenet\" does not have.", "Write networkPlugin azure, or remove networkPluginMode.");
        }

        if (policy == "cilium" && dataplane != "cilium")
        {
            report.Invalid($"{Profile}.networkPolicy", "'networkPolicy' is \"cilium\", which needs 'networkDataplane' \"cilium\".", "Write networkDataplane: cilium.");
        }

        if (dataplane == "cilium" && mode != "overlay")
        {
            report.Invalid($"{Profile}.networkDataplane", "'networkDataplane' is \"cilium\", which needs 'networkPluginMode' \"overlay\".", "Write networkPluginMode: overlay.");
        }

        if (dataplane == "cilium" && policy != "cilium")
        {
            report.Invalid($"{Profile}.networkDataplane", "'networkDataplane' is \"cilium\", which needs 'networkPolicy' \"cilium\".", "Write networkPolicy: cilium.");
        }
    }

    private static void CheckDns(ClusterSpec spec, ManagedClusterSpec cluster, SpecReport report)
    {
        foreach (var (path, name, blocks) in new[]
        {
            ("clusterNetwork.serviceCidrBlocks", "services", spec.ClusterNetwork.ServiceCidrBlocks), ("clusterNetwork.podCidrBlocks", "pods", spec.ClusterNetwork.PodCidrBlocks),
        })
        {
            if (blocks.Count > 1)
            {
                report.Invalid(path, $"'{name}' has {blocks.Count} CIDR blocks; an AKS cluster takes one.", "Leave one of them.");
            }

            _ = AddressRange.ReadAll(path, name, blocks, report);
        }

        var dns = cluster.Body.TextAt($"{Inside}.dnsServiceIP");
        var services = cluster.Body.TextAt($"{Inside}.serviceCidr");
        if (dns is null || Unknown.IsIn(dns) || Unknown.IsIn(services))
        {
            return;
        }

        if (cluster.IsTyped && !dns.EndsWith(".10", StringComparison.Ordinal))
        {
            report.Invalid($"{Profile}.dnsServiceIP", $"'dnsServiceIP' is {dns}; it must end in .10.", "Write the tenth address of the service CIDR.");
        }

        if (services is null && cluster.IsTyped)
        {
            report.Invalid($"{Profile}.dnsServiceIP", $"'dnsServiceIP' is {dns}, and the cluster names no service CIDR that holds it.", "Add the service CIDR, or remove dnsServiceIP.");
        }
        else if (services is not null && (!IPAddress.TryParse(dns, out var address) || (IPNetwork.TryParse(services, out var range) && !range.Contains(address))))
        {
            report.Error(ErrorCatalog.AddressConflict, $"{Profile}.dnsServiceIP", $"'dnsServiceIP' is {dns}, which is not in the service CIDR {services}.", $"Write an address of {services}.");
        }
    }

    private static void CheckOutbound(System.Text.Json.Nodes.JsonObject body, SpecReport report)
    {
        const string balancer = $"{Inside}.loadBalancerProfile";
        var ways = ((string[])["managedOutboundIPs", "outboundIPPrefixes", "outboundIPs"]).Where(way => body.At($"{balancer}.{way}") is not null).ToList();
        if (ways.Count > 1)
        {
            report.Invalid(
                $"{Profile}.loadBalancerProfile", $"'loadBalancerProfile' has {string.Join(" and ", ways)}; a cluster has one way out.", "Leave one of managedOutboundIPs, outboundIPPrefixes, outboundIPs.");
        }
    }

    private static void CheckVirtualNetwork(NetworkSpec network, SpecReport report)
    {
        report.Pattern("network.virtualNetwork.name", "name", network.VirtualNetwork.Name, NamePatterns.NetworkResource(), "1 to 80 letters, digits, underscores, periods and hyphens");
        ClusterValidation.CheckResourceGroup("network.virtualNetwork.resourceGroup", network.VirtualNetwork.ResourceGroup, report);
        var ranges = AddressRange.ReadAll("network.virtualNetwork.cidrBlocks", "virtual network", network.VirtualNetwork.CidrBlocks, report);
        if (network.VirtualNetwork.CidrBlocks.Count == 0)
        {
            report.Error(ErrorCatalog.MissingField, "network.virtualNetwork.cidrBlocks", "The virtual network has no CIDR block.", "Add one, such as 10.0.0.0/8.");
        }

        for (var i = 0; i < network.Subnets.Count; i++)
        {
            var (subnet, path) = (network.Subnets[i], $"network.subnets[{i}]");
            report.Pattern($"{path}.name", "name", subnet.Name, NamePatterns.NetworkResource(), "1 to 80 letters, digits, underscores, periods and hyphens");
            if (subnet.CidrBlocks.Count == 0)
            {
                report.Error(ErrorCatalog.MissingField, path, $"The subnet '{subnet.Name}' has no CIDR block.", "Add one of the virtual network's.");
            }

            foreach (var block in AddressRange.ReadAll($"{path}.cidrBlocks", $"subnet '{subnet.Name}'", subnet.CidrBlocks, report))
            {
                if (ranges.Count > 0 && !ranges.Any(range => range.Contains(block)))
                {
                    report.Error(
                        ErrorCatalog.AddressConflict, block.SpecPath, $"The {block.Owner} ({block.Network}) is not in its virtual network ({string.Join(", ", network.VirtualNetwork.CidrBlocks)}).",
                        "Write a block of the virtual network.");
                }
            }
        }

        PrivateEndpointValidation.Check(network, report);
    }
}
