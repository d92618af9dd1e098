using System.Globalization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Defaults;

/// <summary>Subnets as CAPZ completes them: a control-plane and a node subnet unless one subnet of role cluster serves both.</summary>
internal static class SubnetDefaults
{
    private const int SshPriority = 2200;
    private const int ApiServerPriority = 2201;

    public static IReadOnlyList<SubnetSpec> Apply(string cluster, NetworkDraft network, int apiServerPort)
    {
        var subnets = new List<SubnetSpec>();
        var nodes = 0;
        foreach (var draft in network.Subnets)
        {
            subnets.Add(draft.Role switch
            {
                SubnetRole.ControlPlane => ControlPlane(cluster, draft, apiServerPort),
                SubnetRole.Cluster => Shared(cluster, draft, apiServerPort),
                SubnetRole.Bastion => Bastion(draft),
                _ => Node(cluster, draft, ++nodes, listed: true),
            });
        }

        var shared = subnets.Exists(static s => s.Role == SubnetRole.Cluster);
        if (!shared && !subnets.Exists(static s => s.Role == SubnetRole.ControlPlane))
        {
            subnets.Add(ControlPlane(cluster, new SubnetDraft { Role = SubnetRole.ControlPlane }, apiServerPort));
        }

        if (!shared && nodes == 0)
        {
            subnets.Add(Node(cluster, new SubnetDraft { Role = SubnetRole.Node }, index: 1, listed: false));
        }

        if (network.Bastion is not null && !subnets.Exists(static s => s.Role == SubnetRole.Bastion))
        {
            subnets.Add(Bastion(new SubnetDraft { Role = SubnetRole.Bastion }));
        }

        return InheritRouteTable(subnets);
    }

    private static SubnetSpec ControlPlane(string cluster, SubnetDraft draft, int apiServerPort) => new()
    {
        Name = draft.Name ?? ResourceNames.ControlPlaneSubnet(cluster),
        Role = SubnetRole.ControlPlane,
        CidrBlocks = Or(draft.CidrBlocks, "10.0.0.0/16"),
        SecurityGroup = Group(draft, ResourceNames.ControlPlaneSecurityGroup(cluster), apiServerPort),
        RouteTable = RouteTable(draft, defaultName: null),
        BorrowedRouteTableId = draft.RouteTableId,
        // Its machines reach out through the API server's load balancer.
        NatGateway = draft.NatGateway is { } gateway ? Gateway(gateway, gateway.Name) : null,
        ServiceEndpoints = draft.ServiceEndpoints,
        PrivateEndpoints = draft.PrivateEndpoints,
    };

    private static SubnetSpec Shared(string cluster, SubnetDraft draft, int apiServerPort) => new()
    {
        Name = draft.Name ?? ResourceNames.ClusterSubnet(cluster),
        Role = SubnetRole.Cluster,
        CidrBlocks = Or(draft.CidrBlocks, "10.0.0.0/16"),
        SecurityGroup = Group(draft, ResourceNames.ClusterSecurityGroup(cluster), apiServerPort),
        RouteTable = RouteTable(draft, ResourceNames.ClusterRouteTable(cluster)),
        BorrowedRouteTableId = draft.RouteTableId,
        NatGateway = Gateway(draft.NatGateway, ResourceNames.ClusterNatGateway(cluster)),
        ServiceEndpoints = draft.ServiceEndpoints,
        PrivateEndpoints = draft.PrivateEndpoints,
    };

    private static SubnetSpec Node(string cluster, SubnetDraft draft, int index, bool listed) => new()
    {
        Name = draft.Name ?? ResourceNames.NodeSubnet(cluster, listed ? index : null),
        Role = draft.Role,
        CidrBlocks = Or(draft.CidrBlocks, string.Create(CultureInfo.InvariantCulture, $"10.{index}.0.0/16")),
        SecurityGroup = Group(draft, ResourceNames.NodeSecurityGroup(cluster), draft.SecurityRules),
        RouteTable = RouteTable(draft, ResourceNames.NodeRouteTable(cluster)),
        BorrowedRouteTableId = draft.RouteTableId,
        NatGateway = Gateway(draft.NatGateway, ResourceNames.NodeNatGateway(cluster, listed ? index : null)),
        ServiceEndpoints = draft.ServiceEndpoints,
        PrivateEndpoints = draft.PrivateEndpoints,
    };

    // CAPZ gives it no security group: Azure demands rules of its own there, or none.
    private static SubnetSpec Bastion(SubnetDraft draft) => new()
    {
        Name = draft.Name ?? ResourceNames.BastionSubnet,
        Role = SubnetRole.Bastion,
        CidrBlocks = Or(draft.CidrBlocks, "10.255.255.224/27"),
        SecurityGroup = draft.SecurityGroupName is null && draft.SecurityGroupId is null ? null : Group(draft, draft.SecurityGroupName ?? "", draft.SecurityRules),
        RouteTable = RouteTable(draft, defaultName: null),
        BorrowedRouteTableId = draft.RouteTableId,
        NatGateway = draft.NatGateway is { } gateway ? Gateway(gateway, gateway.Name) : null,
        ServiceEndpoints = draft.ServiceEndpoints,
        PrivateEndpoints = draft.PrivateEndpoints,
    };

    private static string? RouteTable(SubnetDraft draft, string? defaultName) => draft.RouteTableId is { } id ? ArmId.Parse(id)?.Name : draft.RouteTable ?? defaultName;

    private static SecurityGroupSpec Group(SubnetDraft draft, string name, IReadOnlyList<SecurityRuleSpec> rules) => new()
    {
        Name = (draft.SecurityGroupId is { } id ? ArmId.Parse(id)?.Name : draft.SecurityGroupName) ?? name,
        BorrowedId = draft.SecurityGroupId,
        Rules = rules,
    };

    private static SecurityGroupSpec Group(SubnetDraft draft, string name, int apiServerPort)
    {
        if (draft.SecurityGroupId is not null)
        {
            // Somebody else's: its rules are that somebody's to write.
            return Group(draft, name, draft.SecurityRules);
        }

        var rules = draft.SecurityRules.ToList();
        Allow("allow_ssh", "Allow SSH", SshPriority, "22");
        Allow("allow_apiserver", "Allow K8s API Server", ApiServerPriority, apiServerPort.ToString(CultureInfo.InvariantCulture));
        return Group(draft, name, rules);

        void Allow(string rule, string description, int priority, string port)
        {
            if (!rules.Exists(r => r.DestinationPorts == port))
            {
                rules.Add(new SecurityRuleSpec { Name = rule, Description = description, Protocol = "Tcp", Priority = priority, DestinationPorts = port });
            }
        }
    }

    private static NatGatewaySpec? Gateway(NatGatewayDraft? draft, string? defaultName)
    {
        if (((draft?.Id is { } id ? ArmId.Parse(id)?.Name : null) ?? draft?.Name ?? defaultName) is not { } name)
        {
            return null;
        }

        return new NatGatewaySpec
        {
            Name = name,
            BorrowedId = draft?.Id,
            PublicIPName = draft?.PublicIPName ?? ResourceNames.NatGatewayIP(name),
            PublicIPDnsName = draft?.PublicIPDnsName,
            PublicIPTags = draft?.PublicIPTags ?? [],
            PublicIPPrefixIds = draft?.PublicIPPrefixIds ?? [],
            Zones = draft?.Zones ?? [],
        };
    }

    // The control plane's subnet takes the first route table of the nodes: pods on its machines need the routes too.
    private static List<SubnetSpec> InheritRouteTable(List<SubnetSpec> subnets)
    {
        var inherited = subnets.Find(static s => s.Role is SubnetRole.Node or SubnetRole.Cluster);
        return [.. subnets.Select(s => s.Role == SubnetRole.ControlPlane && s.RouteTable is null
            ? s with { RouteTable = inherited?.RouteTable, BorrowedRouteTableId = inherited?.BorrowedRouteTableId }
            : s)];
    }

    private static IReadOnlyList<string> Or(IReadOnlyList<string> blocks, string block) => blocks.Count > 0 ? blocks : [block];
}
