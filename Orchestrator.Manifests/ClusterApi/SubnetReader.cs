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
        ["bastion"] = SubnetRole.Bastion,
    };

    public static SubnetDraft Read(ObjectReader subnet) =>
        Read(subnet, subnet.Require("role") && subnet.Choice("role", Roles.Keys) is { } role ? Roles[role] : SubnetRole.Node);

    /// <summary>The subnet inside a bastion, whose role goes without saying.</summary>
    public static SubnetDraft ReadBastion(ObjectReader subnet)
    {
        _ = subnet.Choice("role", ["bastion"]);
        return Read(subnet, SubnetRole.Bastion);
    }

    public static IReadOnlyList<ServiceEndpointSpec> ReadServiceEndpoints(ObjectReader subnet) =>
        [.. subnet.Objects("serviceEndpoints").Select(static e => new ServiceEndpointSpec(e.RequiredString("service"), e.Strings("locations")))];

    private static SubnetDraft Read(ObjectReader subnet, SubnetRole role)
    {
        subnet.Unsupported("id", "tags");
        var group = subnet.Object("securityGroup");
        group?.Unsupported("tags");
        var routeTable = subnet.Object("routeTable");
        return new SubnetDraft
        {
            Name = subnet.String("name"),
            Role = role,
            CidrBlocks = subnet.Strings("cidrBlocks"),
            SecurityGroupName = group?.String("name"),
            SecurityGroupId = group is null ? null : ArmId.Read(group, "id", ArmId.NetworkSecurityGroup, at: "borrowedId"),
            SecurityRules = group?.Objects("securityRules", at: "rules").Select(ReadRule).ToList() ?? [],
            RouteTable = routeTable?.String("name"),
            RouteTableId = routeTable is null ? null : ArmId.Read(routeTable, "id", ArmId.RouteTable),
            NatGateway = subnet.Object("natGateway") is { } gateway ? ReadNatGateway(gateway) : null,
            ServiceEndpoints = ReadServiceEndpoints(subnet),
            PrivateEndpoints = [.. subnet.Objects("privateEndpoints").Select(PrivateEndpointReader.Read)],
        };
    }

    private static NatGatewayDraft ReadNatGateway(ObjectReader gateway)
    {
        var ip = gateway.Object("ip");
        return new NatGatewayDraft
        {
            Name = gateway.String("name"),
            Id = ArmId.Read(gateway, "id", ArmId.NatGateway, at: "borrowedId"),
            PublicIPName = ip?.String("name"),
            PublicIPDnsName = ip?.String("dnsName"),
            PublicIPTags = IPTagReader.Read(ip),
            Zones = gateway.Strings("zones"),
        };
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
