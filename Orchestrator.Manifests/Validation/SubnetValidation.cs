using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Validation;

internal static class SubnetValidation
{
    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var network = spec.Network;
        report.Pattern("network.virtualNetwork.name", "name", network.VirtualNetwork.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        ClusterValidation.CheckResourceGroup("network.virtualNetwork.resourceGroup", network.VirtualNetwork.ResourceGroup, report);
        CheckRoles(network, report);
        for (var i = 0; i < network.Subnets.Count; i++)
        {
            CheckSubnet(network.Subnets, i, report);
            CheckBorrowed(spec, network.Subnets[i], $"network.subnets[{i}]", report);
        }

        CheckSharedGroups(network, report);
    }

    private static void CheckRoles(NetworkSpec network, SpecReport report)
    {
        var cps = network.Subnets.Select((s, i) => (s, i)).Where(static x => x.s.Role == SubnetRole.ControlPlane).ToList();
        foreach (var (subnet, i) in cps.Skip(1))
        {
            report.Error(
                ErrorCatalog.UnsupportedFeature, $"network.subnets[{i}].role", $"'{subnet.Name}' is the second subnet of role control-plane; only one is supported.",
                "Give it another role, or remove it.");
        }
    }

    private static void CheckSubnet(IReadOnlyList<SubnetSpec> subnets, int index, SpecReport report)
    {
        var (subnet, path) = (subnets[index], $"network.subnets[{index}]");
        report.Pattern($"{path}.name", "name", subnet.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        if (subnets.Take(index).Any(s => string.Equals(s.Name, subnet.Name, StringComparison.OrdinalIgnoreCase)))
        {
            report.Invalid($"{path}.name", $"Two subnets are named '{subnet.Name}'.", "Rename one of them.");
        }

        if (subnet.SecurityGroup is { } group)
        {
            report.Pattern($"{path}.securityGroup.name", "name", group.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
            SecurityRuleValidation.Check($"{path}.securityGroup.rules", group.Rules, report);
        }

        if (subnet.CidrBlocks.Count > 1)
        {
            report.Error(
                ErrorCatalog.UnsupportedFeature, $"{path}.cidrBlocks[1]", $"The subnet '{subnet.Name}' has more than one CIDR block, which is not supported yet.",
                "Keep one.");
        }

        CheckServiceEndpoints(subnet, path, report);
        if (subnet.NatGateway?.Zones.Count > 1)
        {
            report.Invalid($"{path}.natGateway.zones", "A NAT gateway stands in one zone at most.", "Keep one zone.");
        }
    }

    private static void CheckBorrowed(ClusterSpec spec, SubnetSpec subnet, string path, SpecReport report)
    {
        var borrowed = new[]
        {
            (Path: $"{path}.securityGroup.borrowedId", What: "security group", Id: subnet.SecurityGroup?.BorrowedId),
            (Path: $"{path}.routeTable", What: "route table", Id: subnet.BorrowedRouteTableId),
            (Path: $"{path}.natGateway.borrowedId", What: "NAT gateway", Id: subnet.NatGateway?.BorrowedId),
        };
        foreach (var (at, what, id) in borrowed)
        {
            if (id is not null && ArmId.Parse(id) is { } parsed && !ArmId.Same(parsed.SubscriptionId, spec.SubscriptionId))
            {
                report.Invalid(at, $"The {what} '{parsed.Name}' is in another subscription than the subnet '{subnet.Name}', which Azure does not allow.", "Name one of the cluster's subscription.");
            }
        }

        if (subnet.SecurityGroup is { BorrowedId: not null, Rules.Count: > 0 } group)
        {
            report.Invalid(
                $"{path}.securityGroup.rules", $"The security group '{group.Name}' is given by its id, so it is somebody else's and its rules are not changed.",
                "Remove the rules, or remove the id to have a group of the cluster's own.");
        }
    }

    private static void CheckServiceEndpoints(SubnetSpec subnet, string path, SpecReport report)
    {
        for (var i = 0; i < subnet.ServiceEndpoints.Count; i++)
        {
            var (endpoint, at) = (subnet.ServiceEndpoints[i], $"{path}.serviceEndpoints[{i}]");
            report.Pattern($"{at}.service", "service", endpoint.Service, NamePatterns.ServiceEndpoint(), "a service such as Microsoft.Storage");
            if (subnet.ServiceEndpoints.Take(i).Any(e => e.Service == endpoint.Service))
            {
                report.Invalid($"{at}.service", $"The service endpoint {endpoint.Service} stands twice.", "Remove one of them.");
            }

            if (endpoint.Locations.Count == 0)
            {
                report.Error(ErrorCatalog.MissingField, at, $"The service endpoint {endpoint.Service} names no location.", "Add 'locations', such as [\"*\"].");
            }

            for (var j = 0; j < endpoint.Locations.Count; j++)
            {
                report.Pattern($"{at}.locations[{j}]", "location", endpoint.Locations[j], NamePatterns.ServiceEndpointLocation(), "a location's short form, or *");
            }
        }
    }

    // Subnets of one role share a group by name: two different sets of rules under one name would fight for ever.
    private static void CheckSharedGroups(NetworkSpec network, SpecReport report)
    {
        foreach (var group in network.Subnets.Select((s, i) => (s, i)).Where(static x => x.s.SecurityGroup is not null)
            .GroupBy(static x => x.s.SecurityGroup!.BorrowedId ?? x.s.SecurityGroup.Name, StringComparer.OrdinalIgnoreCase))
        {
            var first = group.First().s.SecurityGroup!.Rules;
            foreach (var (subnet, i) in group.Skip(1).Where(x => !SameRules(x.s.SecurityGroup!.Rules, first)))
            {
                report.Invalid(
                    $"network.subnets[{i}].securityGroup", $"The security group '{subnet.SecurityGroup!.Name}' has other rules here than in the subnet '{group.First().s.Name}'.",
                    "Write the same rules in both, or name another group.");
            }
        }
    }

    private static bool SameRules(IReadOnlyList<SecurityRuleSpec> a, IReadOnlyList<SecurityRuleSpec> b) =>
        a.Count == b.Count && a.Zip(b).All(static pair =>
            pair.First with { Sources = [] } == pair.Second with { Sources = [] } && pair.First.Sources.SequenceEqual(pair.Second.Sources, StringComparer.Ordinal));
}
