using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>The network, all of it optional. A security group, route table or NAT gateway written as an ARM id is somebody else's: joined, never changed.</summary>
internal static class NetworkReader
{
    private static readonly Dictionary<string, SubnetRole> Roles = new(StringComparer.Ordinal)
    {
        ["node"] = SubnetRole.Node,
        ["control-plane"] = SubnetRole.ControlPlane,
        ["cluster"] = SubnetRole.Cluster,
        ["bastion"] = SubnetRole.Bastion,
    };

    public static NetworkDraft Read(ObjectReader? network, string? subscription)
    {
        var vnet = network?.Object("virtualNetwork");
        var apiServer = network?.Object("apiServer", at: "apiServerLoadBalancer");
        return new NetworkDraft
        {
            VirtualNetworkName = vnet?.String("name"),
            VirtualNetworkResourceGroup = vnet?.String("resourceGroup"),
            VirtualNetworkId = vnet is null ? null : NetworkSpecReader.ReadVirtualNetworkId(vnet, subscription),
            VirtualNetworkCidrBlocks = vnet?.Strings("cidrs", at: "cidrBlocks") ?? [],
            DdosProtectionPlanId = vnet is null ? null : ArmId.Read(vnet, "ddosProtectionPlan", ArmId.DdosProtectionPlan, at: "ddosProtectionPlanId"),
            Peerings = vnet?.Objects("peerings").Select(ReadPeering).ToList() ?? [],
            Subnets = network?.Objects("subnets").Select(ReadSubnet).ToList() ?? [],
            ApiServerLoadBalancer = apiServer is null ? null : NativeLoadBalancerReader.ReadApiServer(apiServer),
            ApiServerHost = apiServer?.String("host", at: "/clusterNetwork.endpoint.host"),
            AdditionalApiServerPorts = apiServer is null ? [] : LoadBalancerReader.ReadPorts(apiServer, "ports"),
            NodeOutboundLoadBalancer = network?.Object("nodeOutbound", at: "nodeOutboundLoadBalancer") is { } nodes ? NativeLoadBalancerReader.ReadOutbound(nodes) : null,
            ControlPlaneOutboundLoadBalancer = network?.Object("controlPlaneOutbound", at: "controlPlaneOutboundLoadBalancer") is { } controlPlane
                ? NativeLoadBalancerReader.ReadOutbound(controlPlane) : null,
            PrivateDns = ReadPrivateDns(network, apiServer),
            Bastion = network?.Object("bastion") is { } bastion ? ReadBastion(bastion) : null,
        };
    }

    private static PrivateDnsDraft ReadPrivateDns(ObjectReader? network, ObjectReader? apiServer)
    {
        var wanted = apiServer?.Boolean("privateDns", at: "/network.privateDnsZone") ?? true;
        var zone = network?.Object("privateDnsZone");
        if (!wanted && zone is not null)
        {
            network!.Invalid("privateDnsZone", "'apiServer.privateDns' is false, so there is no zone to name.", "Remove one of the two.");
        }

        return new PrivateDnsDraft(wanted, zone?.RequiredString("name"), zone?.String("resourceGroup"), zone?.String("subscription", at: "subscriptionId"));
    }

    private static BastionDraft ReadBastion(ObjectReader bastion) => new(
        bastion.String("name"),
        bastion.String("publicIP", at: "publicIPName"),
        PublicIPDnsName: null,
        bastion.Choice("sku", ["Basic", "Standard"]),
        bastion.Boolean("tunneling", at: "enableTunneling"));

    private static PeeringDraft ReadPeering(ObjectReader peering) => new(
        peering.Require("remote") ? ArmId.Read(peering, "remote", ArmId.VirtualNetwork, at: "remoteVirtualNetworkId") : null,
        RemoteName: null,
        RemoteResourceGroup: null,
        PeeringReader.Options(peering.Object("forward")),
        PeeringReader.Options(peering.Object("reverse")));

    private static SubnetDraft ReadSubnet(ObjectReader subnet)
    {
        var group = NameOrId(subnet, "securityGroup", ArmId.NetworkSecurityGroup, "securityGroup.name");
        var routeTable = NameOrId(subnet, "routeTable", ArmId.RouteTable, "routeTable");
        return new SubnetDraft
        {
            Name = subnet.String("name"),
            Role = subnet.Require("role") && subnet.Choice("role", Roles.Keys) is { } role ? Roles[role] : SubnetRole.Node,
            CidrBlocks = subnet.String("cidr", at: "cidrBlocks[0]") is { } cidr ? [cidr] : [],
            SecurityGroupName = group.Name,
            SecurityGroupId = group.Id,
            SecurityRules = [.. subnet.Objects("securityRules", at: "securityGroup.rules").Select(ReadRule)],
            RouteTable = routeTable.Name,
            RouteTableId = routeTable.Id,
            NatGateway = ReadNatGateway(subnet),
            ServiceEndpoints = SubnetReader.ReadServiceEndpoints(subnet),
            PrivateEndpoints = [.. subnet.Objects("privateEndpoints").Select(ReadPrivateEndpoint)],
        };
    }

    private static NatGatewayDraft? ReadNatGateway(ObjectReader subnet)
    {
        var (name, id) = NameOrId(subnet, "natGateway", ArmId.NatGateway, "natGateway.name");
        var prefixes = ArmId.ReadAll(subnet, "natGatewayPrefixes", ArmId.PublicIPPrefix, at: "natGateway.publicIPPrefixIds");
        return name is null && id is null && prefixes.Count == 0 ? null : new NatGatewayDraft { Name = name, Id = id, PublicIPPrefixIds = prefixes };
    }

    private static (string? Name, string? Id) NameOrId(ObjectReader subnet, string field, string type, string at) =>
        subnet.String(field, at) is { } text && text.StartsWith('/') ? (null, ArmId.Read(subnet, field, type, at)) : (subnet.String(field, at), null);

    /// <summary>As in CAPZ, with the zones that name it.</summary>
    private static PrivateEndpointSpec ReadPrivateEndpoint(ObjectReader endpoint)
    {
        var zones = ArmId.ReadAll(endpoint, "privateDnsZones", ArmId.PrivateDnsZone, at: "dnsZoneIds");
        return PrivateEndpointReader.Read(endpoint) with { DnsZoneIds = zones.Count > 0 ? zones : null };
    }

    /// <summary>As in CAPZ, or with application security groups in place of addresses.</summary>
    private static SecurityRuleSpec ReadRule(ObjectReader rule)
    {
        var sources = ReadGroups(rule, "sourceApplicationSecurityGroups", "sourceGroups", ["source", "sources"]);
        var destinations = ReadGroups(rule, "destinationApplicationSecurityGroups", "destinationGroups", ["destination"]);
        return SubnetReader.ReadRule(rule) with { SourceGroups = sources, DestinationGroups = destinations };
    }

    private static IReadOnlyList<string>? ReadGroups(ObjectReader rule, string field, string at, string[] instead)
    {
        var groups = ArmId.ReadAll(rule, field, ArmId.ApplicationSecurityGroup, at);
        if (groups.Count > 0 && instead.FirstOrDefault(rule.Has) is { } address)
        {
            rule.Invalid(field, $"A rule has either '{field}' or '{address}', not both.", "Remove one of them.");
        }

        return groups.Count > 0 ? groups : null;
    }
}
