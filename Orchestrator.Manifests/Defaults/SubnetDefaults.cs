using System.Globalization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;

namespace Orchestrator.Manifests.Defaults;

/// <summary>Subnets as CAPZ completes them: a control-plane and a node subnet unless one subnet of role cluster serves both.</summary>
internal static class SubnetDefaults
{
    private const int SshPriority = 2200;
    private const int ApiServerPriority = 2201;

    public static IReadOnlyList<SubnetSpec> Apply(string cluster, IReadOnlyList<SubnetDraft> drafts, int apiServerPort)
    {
        var subnets = new List<SubnetSpec>();
        var nodes = 0;
        foreach (var draft in drafts)
        {
            subnets.Add(draft.Role switch
            {
                SubnetRole.ControlPlane => ControlPlane(cluster, draft, apiServerPort),
                SubnetRole.Cluster => Shared(cluster, draft, apiServerPort),
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

        return InheritRouteTable(subnets);
    }

    private static SubnetSpec ControlPlane(string cluster, SubnetDraft draft, int apiServerPort) => new()
    {
        Name = draft.Name ?? ResourceNames.ControlPlaneSubnet(cluster),
        Role = SubnetRole.ControlPlane,
        CidrBlocks = Or(draft.CidrBlocks, "10.0.0.0/16"),
        SecurityGroup = Group(draft, ResourceNames.ControlPlaneSecurityGroup(cluster), apiServerPort),
        RouteTable = draft.RouteTable,
        // Its machines reach out through the API server's load balancer.
        NatGateway = draft.NatGateway is { } gateway ? Gateway(gateway, gateway.Name) : null,
        ServiceEndpoints = draft.ServiceEndpoints,
    };

    private static SubnetSpec Shared(string cluster, SubnetDraft draft, int apiServerPort) => new()
    {
        Name = draft.Name ?? ResourceNames.ClusterSubnet(cluster),
        Role = SubnetRole.Cluster,
        CidrBlocks = Or(draft.CidrBlocks, "10.0.0.0/16"),
        SecurityGroup = Group(draft, ResourceNames.ClusterSecurityGroup(cluster), apiServerPort),
        RouteTable = draft.RouteTable ?? ResourceNames.ClusterRouteTable(cluster),
        NatGateway = Gateway(draft.NatGateway, ResourceNames.ClusterNatGateway(cluster)),
        ServiceEndpoints = draft.ServiceEndpoints,
    };

    private static SubnetSpec Node(string cluster, SubnetDraft draft, int index, bool listed) => new()
    {
        Name = draft.Name ?? ResourceNames.NodeSubnet(cluster, listed ? index : null),
        Role = draft.Role,
        CidrBlocks = Or(draft.CidrBlocks, string.Create(CultureInfo.InvariantCulture, $"10.{index}.0.0/16")),
        SecurityGroup = new SecurityGroupSpec { Name = draft.SecurityGroupName ?? ResourceNames.NodeSecurityGroup(cluster), Rules = draft.SecurityRules },
        RouteTable = draft.RouteTable ?? ResourceNames.NodeRouteTable(cluster),
        NatGateway = Gateway(draft.NatGateway, ResourceNames.NodeNatGateway(cluster, listed ? index : null)),
        ServiceEndpoints = draft.ServiceEndpoints,
    };

    private static SecurityGroupSpec Group(SubnetDraft draft, string name, int apiServerPort)
    {
        var rules = draft.SecurityRules.ToList();
        Allow("allow_ssh", "Allow SSH", SshPriority, "22");
        Allow("allow_apiserver", "Allow K8s API Server", ApiServerPriority, apiServerPort.ToString(CultureInfo.InvariantCulture));
        return new SecurityGroupSpec { Name = draft.SecurityGroupName ?? name, Rules = rules };

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
        if ((draft?.Name ?? defaultName) is not { } name)
        {
            return null;
        }

        return new NatGatewaySpec
        {
            Name = name,
            PublicIPName = draft?.PublicIPName ?? ResourceNames.NatGatewayIP(name),
            PublicIPDnsName = draft?.PublicIPDnsName,
            Zones = draft?.Zones ?? [],
        };
    }

    // The control plane's subnet takes the first route table of the nodes: pods on its machines need the routes too.
    private static List<SubnetSpec> InheritRouteTable(List<SubnetSpec> subnets)
    {
        var inherited = subnets.Find(static s => s.Role is SubnetRole.Node or SubnetRole.Cluster)?.RouteTable;
        return [.. subnets.Select(s => s.Role == SubnetRole.ControlPlane && s.RouteTable is null ? s with { RouteTable = inherited } : s)];
    }

    private static IReadOnlyList<string> Or(IReadOnlyList<string> blocks, string block) => blocks.Count > 0 ? blocks : [block];
}
