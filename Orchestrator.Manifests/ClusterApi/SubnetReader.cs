using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class SubnetReader
{
    private static readonly Dictionary<string, SubnetRole> Roles = new(StringComparer.Ordinal)
    {
        ["node"] = SubnetRole.Node,
        ["control-plane"] = SubnetRole.ControlPlane,
        ["cluster"] = SubnetRole.Cluster,
    };

    public static SubnetDraft Read(ObjectReader subnet)
    {
        subnet.Unsupported("id", "privateEndpoints", "tags");
        var group = subnet.Object("securityGroup");
        group?.Unsupported("id", "tags");
        var routeTable = subnet.Object("routeTable");
        routeTable?.Unsupported("id");
        return new SubnetDraft
        {
            Name = subnet.String("name"),
            Role = ReadRole(subnet),
            CidrBlocks = subnet.Strings("cidrBlocks"),
            SecurityGroupName = group?.String("name"),
            SecurityRules = group?.Objects("securityRules", at: "rules").Select(ReadRule).ToList() ?? [],
            RouteTable = routeTable?.String("name"),
            NatGateway = subnet.Object("natGateway") is { } gateway ? ReadNatGateway(gateway) : null,
            ServiceEndpoints = [.. subnet.Objects("serviceEndpoints").Select(static e => new ServiceEndpointSpec(e.RequiredString("service"), e.Strings("locations")))],
        };
    }

    private static SubnetRole ReadRole(ObjectReader subnet)
    {
        if (subnet.Has("role") && subnet.String("role") == "bastion")
        {
            subnet.Refuse("role", "Bastion subnets are not supported yet.", "Remove the subnet.");
            return SubnetRole.Bastion;
        }

        return subnet.Require("role") && subnet.Choice("role", Roles.Keys) is { } role ? Roles[role] : SubnetRole.Node;
    }

    private static NatGatewayDraft ReadNatGateway(ObjectReader gateway)
    {
        gateway.Unsupported("id");
        var ip = gateway.Object("ip");
        ip?.Unsupported("ipTags");
        return new NatGatewayDraft(gateway.String("name"), ip?.String("name"), ip?.String("dnsName"), gateway.Strings("zones"));
    }

    public static SecurityRuleSpec ReadRule(ObjectReader rule)
    {
        var (source, sources) = (rule.String("source"), rule.Strings("sources"));
        if (source is not null && sources.Count > 0)
        {
            rule.Invalid("sources", "A rule has either 'source' or 'sources', not both.", "Remove one of them.");
        }

        IReadOnlyList<string> one = source is null ? ["*"] : [source];
        return new SecurityRuleSpec
        {
            Name = rule.RequiredString("name"),
            Description = rule.String("description"),
            Protocol = rule.Require("protocol") ? rule.Choice("protocol", ["Tcp", "Udp", "Icmp", "*"]) ?? "*" : "*",
            Direction = rule.Choice("direction", ["Inbound", "Outbound"]) ?? "Inbound",
            // An absent priority is reported here; the default lies in the range so that no second error follows.
            Priority = rule.Require("priority") ? rule.Integer("priority") ?? 100 : 100,
            SourcePorts = rule.String("sourcePorts") ?? "*",
            DestinationPorts = rule.String("destinationPorts") ?? "*",
            Sources = sources.Count > 0 ? sources : one,
            Destination = rule.String("destination") ?? "*",
            Action = rule.Choice("action", ["Allow", "Deny"]) ?? "Allow",
        };
    }
}
