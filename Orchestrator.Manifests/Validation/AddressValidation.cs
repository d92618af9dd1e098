using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Validation;

/// <summary>CIDR blocks: valid, inside what holds them, and apart from each other.</summary>
internal static class AddressValidation
{
    // Azure keeps five addresses of each subnet for itself and takes none smaller than /29.
    private const int SmallestSubnet = 29;
    private const int SmallestBastionSubnet = 27;

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var vnet = AddressRange.ReadAll("network.virtualNetwork.cidrBlocks", "the virtual network", spec.Network.VirtualNetwork.CidrBlocks, report);
        var pods = AddressRange.ReadAll("clusterNetwork.podCidrBlocks", "the pods", spec.ClusterNetwork.PodCidrBlocks, report);
        var services = AddressRange.ReadAll("clusterNetwork.serviceCidrBlocks", "the services", spec.ClusterNetwork.ServiceCidrBlocks, report);
        var subnets = spec.Network.Subnets
            .SelectMany((s, i) => AddressRange.ReadAll($"network.subnets[{i}].cidrBlocks", $"the subnet '{s.Name}'", s.CidrBlocks, report)).ToList();

        foreach (var subnet in subnets)
        {
            CheckSubnet(subnet, vnet, report);
        }

        Apart(vnet, report);
        Apart(subnets, report);
        Apart([.. pods], report);
        Apart([.. services], report);
        Apart(pods, services, report);
        Apart(pods, subnets, report);
        Apart(services, subnets, report);
        Shadowed(pods, vnet, subnets, report);
        Shadowed(services, vnet, subnets, report);
        CheckInternalAddresses(spec, report);
    }

    private static void CheckSubnet(AddressRange subnet, IReadOnlyList<AddressRange> vnet, SpecReport report)
    {
        if (vnet.Count > 0 && !vnet.Any(block => block.Contains(subnet)))
        {
            report.Error(
                ErrorCatalog.AddressConflict, subnet.SpecPath, $"{Capital(subnet.Owner)} ({subnet.Network}) does not lie in the virtual network ({List(vnet)}).",
                $"Choose a block inside {List(vnet)}, or widen the virtual network.");
        }

        var smallest = subnet.Owner == $"the subnet '{Defaults.ResourceNames.BastionSubnet}'" ? SmallestBastionSubnet : SmallestSubnet;
        if (subnet.Network.PrefixLength > smallest)
        {
            report.Invalid(subnet.SpecPath, $"{Capital(subnet.Owner)} ({subnet.Network}) is too small for Azure.", $"Write a prefix length of /{smallest} or less.");
        }
    }

    private static void Apart(IReadOnlyList<AddressRange> ranges, SpecReport report)
    {
        for (var i = 1; i < ranges.Count; i++)
        {
            if (ranges.Take(i).FirstOrDefault(ranges[i].Overlaps) is { } other)
            {
                Overlap(ranges[i], other, report);
            }
        }
    }

    private static void Apart(IReadOnlyList<AddressRange> ranges, IReadOnlyList<AddressRange> others, SpecReport report)
    {
        foreach (var range in ranges)
        {
            if (others.FirstOrDefault(range.Overlaps) is { } other)
            {
                Overlap(range, other, report);
            }
        }
    }

    private static void Overlap(AddressRange range, AddressRange other, SpecReport report) => report.Error(
        ErrorCatalog.AddressConflict, range.SpecPath, $"The range of {range.Owner} ({range.Network}) overlaps that of {other.Owner} ({other.Network}).",
        "Choose ranges that do not overlap.");

    // The default virtual network is 10.0.0.0/8 and many clusters take their service range from it: it works as long as no subnet is hit.
    private static void Shadowed(IReadOnlyList<AddressRange> ranges, IReadOnlyList<AddressRange> vnet, List<AddressRange> subnets, SpecReport report)
    {
        foreach (var range in ranges.Where(r => !subnets.Exists(r.Overlaps)))
        {
            if (vnet.FirstOrDefault(range.Overlaps) is { } block)
            {
                report.Warning(
                    ErrorCatalog.AddressConflict, range.SpecPath,
                    $"The range of {range.Owner} ({range.Network}) overlaps that of the virtual network ({block.Network}); addresses in it cannot be reached from inside the cluster.",
                    "Keep subnets out of it, or choose another range.");
            }
        }
    }

    private static void CheckInternalAddresses(ClusterSpec spec, SpecReport report)
    {
        const string frontends = "network.apiServerLoadBalancer.frontends";
        if (spec.Network.ApiServerLoadBalancer is { Type: LoadBalancerType.Internal, Frontends: [{ PrivateIPAddress: { } first }, ..] })
        {
            CheckInternalAddress(spec, first, $"{frontends}[0].privateIPAddress", report);
        }
        else if (spec.Network.ApiServerInternalLoadBalancer is { Frontends: [{ PrivateIPAddress: { } second }, ..] })
        {
            CheckInternalAddress(spec, second, frontends, report);
        }
    }

    private static void CheckInternalAddress(ClusterSpec spec, string text, string path, SpecReport report)
    {
        if (Sources.Unknown.IsIn(text))
        {
            return;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            report.Invalid(path, $"\"{text}\" is not an IP address.", "Write an address of the control plane's subnet.");
            return;
        }

        var blocks = spec.Network.Subnets.Where(static s => s.Role is SubnetRole.ControlPlane or SubnetRole.Cluster).SelectMany(static s => s.CidrBlocks).ToList();
        if (!blocks.Exists(block => IPNetwork.TryParse(block, out var network) && network.Contains(address)))
        {
            report.Error(
                ErrorCatalog.AddressConflict, path, $"The address {text} does not lie in the control plane's subnet ({string.Join(", ", blocks)}).",
                "Choose an address of that subnet.");
        }
    }

    private static string List(IReadOnlyList<AddressRange> ranges) => string.Join(", ", ranges.Select(static r => r.Network.ToString()));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
