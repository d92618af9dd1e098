using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.LoadBalancer;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// The network of a cluster and what each resource of it truly waits for:
/// <code>
/// resource group ─┬─ virtual network ─┬───────────────── peerings (one direction, then the other)
///                 │                   ├─ subnets ─┬─ internal load balancers
///                 ├─ security groups, │           ├─ private endpoints ─ DNS zone groups
///                 │  route tables ────┤           └─ bastion
///                 ├─ public IPs ─┬─ NAT gateways ─┘
///                 │              └─ public load balancers
///                 └─ private DNS zone ─┬─ links (with their virtual networks)
///                                      └─ record of the API server
/// </code>
/// </summary>
internal static class NetworkGraph
{
    public static void Add(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed, IReadOnlySet<string> disconnected)
    {
        AddVirtualNetwork(graph, spec, borrowed);
        foreach (var subnet in spec.Network.Subnets)
        {
            AddSubnet(graph, spec, subnet, borrowed);
        }

        AddPeerings(graph, spec, borrowed, disconnected);
        AddLoadBalancers(graph, spec, borrowed);
        AddPrivateDns(graph, spec, borrowed);
        AddPrivateEndpoints(graph, spec);
        AddBastion(graph, spec, borrowed);
    }

    /// <summary>Of an AKS cluster, which brings its own load balancers and names: the network in which it stands.</summary>
    public static void AddSurroundings(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        AddVirtualNetwork(graph, spec, borrowed);
        foreach (var subnet in spec.Network.Subnets)
        {
            AddSubnet(graph, spec, subnet, borrowed);
        }

        AddPrivateEndpoints(graph, spec);
    }

    /// <summary>What the control plane's machines need besides their subnet: the ways in and out, and the name of the API server.</summary>
    public static IEnumerable<string> NeededByControlPlane(ClusterSpec spec)
    {
        var network = ClusterResourceIds.VirtualNetwork(spec);
        var balancers = ClusterLoadBalancer.OfControlPlane(spec.Network).Select(static b => Key(StepKinds.LoadBalancer, b.Name));

        // A peered hub may be the machines' way out.
        var peerings = spec.Network.VirtualNetwork.Peerings.SelectMany(p => new[] { ClusterResourceIds.ForwardPeering(spec, p), ClusterResourceIds.ReversePeering(spec, p) })
            .Select(static id => Key(StepKinds.VirtualNetworkPeering, ResourceId.NameOf(id)));
        IEnumerable<string> names = spec.Network.PrivateDnsZone is null
            ? []
            : [
                Key(StepKinds.PrivateDnsZoneLink, ResourceId.NameOf(ClusterResourceIds.PrivateDnsZoneLink(spec, network))),
                Key(StepKinds.PrivateDnsRecord, ResourceId.NameOf(ClusterResourceIds.ApiServerRecord(spec))),
            ];
        return [.. balancers, .. peerings, .. names];
    }

    private static void AddVirtualNetwork(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        var network = ClusterResourceIds.VirtualNetwork(spec);
        var after = new List<string> { InNetworkGroup(spec) };
        if (spec.Network.VirtualNetwork.DdosProtectionPlanId is { } plan)
        {
            graph.Observe(StepKinds.DdosProtectionPlan, plan);
            after.Add(Key(StepKinds.DdosProtectionPlan, ResourceId.NameOf(plan)));
        }

        graph.EnsureOrObserve(borrowed.VirtualNetwork, StepKinds.VirtualNetwork, network, after, LockGroups.Of(network));
    }

    private static void AddSubnet(GraphBuilder graph, ClusterSpec spec, SubnetSpec subnet, Borrowed borrowed)
    {
        var id = ClusterResourceIds.Subnet(spec, subnet.Name);
        var after = new List<string> { VirtualNetworkKey(spec) };
        if (borrowed.Subnets.Contains(subnet.Name))
        {
            graph.Observe(StepKinds.Subnet, id, after);
            return;
        }

        if (subnet.SecurityGroup is { } group)
        {
            var groupId = ClusterResourceIds.NetworkSecurityGroup(spec, group);
            var members = group.BorrowedId is null ? AddRuleGroups(graph, spec, group.Name) : [];
            after.Add(graph.EnsureOrObserve(group.BorrowedId is not null, StepKinds.NetworkSecurityGroup, groupId, [InNetworkGroup(spec), .. members]));
        }

        if (subnet.RouteTable is not null)
        {
            var tableId = ClusterResourceIds.RouteTable(spec, subnet);
            after.Add(graph.EnsureOrObserve(subnet.BorrowedRouteTableId is not null, StepKinds.RouteTable, tableId, [InNetworkGroup(spec)]));
        }

        if (subnet.NatGateway is { } gateway)
        {
            after.Add(AddNatGateway(graph, spec, borrowed, gateway));
        }

        graph.Ensure(StepKinds.Subnet, id, after, LockOfNetwork(spec));
    }

    /// <summary>The application security groups of a security group's rules, which are there already; answers their steps' keys.</summary>
    private static List<string> AddRuleGroups(GraphBuilder graph, ClusterSpec spec, string name)
    {
        var keys = new List<string>();
        var rules = spec.Network.Subnets.Select(static s => s.SecurityGroup).Where(g => string.Equals(g?.Name, name, StringComparison.OrdinalIgnoreCase)).SelectMany(static g => g!.Rules);
        foreach (var id in rules.SelectMany(static rule => (rule.SourceGroups ?? []).Concat(rule.DestinationGroups ?? [])).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            graph.Observe(StepKinds.ApplicationSecurityGroup, id);
            keys.Add(Key(StepKinds.ApplicationSecurityGroup, ResourceId.NameOf(id)));
        }

        return keys;
    }

    private static string AddNatGateway(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed, NatGatewaySpec gateway)
    {
        var id = ClusterResourceIds.NatGateway(spec, gateway);
        if (gateway.BorrowedId is not null)
        {
            return graph.EnsureOrObserve(isBorrowed: true, StepKinds.NatGateway, id, [InGroup(spec)]);
        }

        var after = new List<string> { InGroup(spec), AddPublicIP(graph, spec, borrowed, gateway.PublicIPName) };
        foreach (var prefix in gateway.PublicIPPrefixIds)
        {
            graph.Observe(StepKinds.PublicIPPrefix, prefix);
            after.Add(Key(StepKinds.PublicIPPrefix, ResourceId.NameOf(prefix)));
        }

        return graph.EnsureOrObserve(isBorrowed: false, StepKinds.NatGateway, id, after);
    }

    private static void AddPeerings(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed, IReadOnlySet<string> disconnected)
    {
        foreach (var peering in spec.Network.VirtualNetwork.Peerings)
        {
            var remote = peering.RemoteVirtualNetworkId;
            graph.Observe(StepKinds.VirtualNetwork, remote);
            (string Id, string? Lock) forward = (ClusterResourceIds.ForwardPeering(spec, peering), LockOfNetwork(spec));
            (string Id, string? Lock) reverse = (ClusterResourceIds.ReversePeering(spec, peering), LockGroups.Of(remote));

            // Azure refuses two directions at once, a side beside one that has lost its own, and one that uses gateways before the other lets it.
            var reverseFirst = disconnected.Contains(reverse.Id) || (peering.Forward.UseRemoteGateways == true && !disconnected.Contains(forward.Id));
            (string Id, string? Lock)[] order = reverseFirst ? [reverse, forward] : [forward, reverse];
            var after = new List<string> { VirtualNetworkKey(spec), Key(StepKinds.VirtualNetwork, ResourceId.NameOf(remote)) };
            foreach (var (id, turn) in order)
            {
                after.Add(graph.EnsureOrObserve(borrowed.Resources.Contains(id), StepKinds.VirtualNetworkPeering, id, [.. after], turn));
            }
        }
    }

    private static void AddLoadBalancers(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        foreach (var balancer in ClusterLoadBalancer.Of(spec.Network).Select(static b => b.Spec))
        {
            var after = new List<string> { InGroup(spec) };
            if (balancer.Type == LoadBalancerType.Internal)
            {
                after.Add(Key(StepKinds.Subnet, ClusterResourceIds.ControlPlaneSubnet(spec).Name));
            }

            after.AddRange(balancer.Frontends.Select(static f => f.PublicIPName).OfType<string>().Select(name => AddPublicIP(graph, spec, borrowed, name)));
            var id = ClusterResourceIds.LoadBalancer(spec, balancer.Name);
            graph.Ensure(StepKinds.LoadBalancer, id, after, LockGroups.Of(id));
        }
    }

    private static void AddPrivateDns(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        if (spec.Network.PrivateDnsZone is not { } settings)
        {
            return;
        }

        // A group that is not the cluster's is never made for the zone: whoever names it has it.
        graph.Observe(StepKinds.ResourceGroup, ResourceId.ResourceGroup(settings.SubscriptionId, settings.ResourceGroup));
        var zone = ClusterResourceIds.PrivateDnsZone(spec);
        var zoneKey = graph.EnsureOrObserve(borrowed.Resources.Contains(zone), StepKinds.PrivateDnsZone, zone, [Key(StepKinds.ResourceGroup, settings.ResourceGroup)]);
        foreach (var network in spec.Network.VirtualNetwork.Peerings.Select(static p => p.RemoteVirtualNetworkId).Prepend(ClusterResourceIds.VirtualNetwork(spec)))
        {
            var link = ClusterResourceIds.PrivateDnsZoneLink(spec, network);
            string[] after = [zoneKey, Key(StepKinds.VirtualNetwork, ResourceId.NameOf(network))];
            graph.EnsureOrObserve(borrowed.Resources.Contains(link), StepKinds.PrivateDnsZoneLink, link, after, LockGroups.Of(zone));
        }

        graph.Ensure(StepKinds.PrivateDnsRecord, ClusterResourceIds.ApiServerRecord(spec), [zoneKey]);
    }

    private static void AddPrivateEndpoints(GraphBuilder graph, ClusterSpec spec)
    {
        foreach (var (subnet, endpoint) in spec.Network.Subnets.SelectMany(static s => s.PrivateEndpoints.Select(e => (s, e))))
        {
            var after = new List<string> { InGroup(spec), Key(StepKinds.Subnet, subnet.Name) };
            foreach (var group in endpoint.ApplicationSecurityGroups)
            {
                graph.Observe(StepKinds.ApplicationSecurityGroup, group);
                after.Add(Key(StepKinds.ApplicationSecurityGroup, ResourceId.NameOf(group)));
            }

            graph.Ensure(StepKinds.PrivateEndpoint, ClusterResourceIds.PrivateEndpoint(spec, endpoint), after, LockOfNetwork(spec));
            if (endpoint.DnsZoneIds is not null)
            {
                string[] made = [Key(StepKinds.PrivateEndpoint, endpoint.Name)];
                graph.Add(StepKinds.PrivateDnsZoneGroup, endpoint.Name, StepVerb.Ensure, ClusterResourceIds.PrivateDnsZoneGroup(spec, endpoint), made, lockGroup: null, machine: null);
            }
        }
    }

    private static void AddBastion(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        if (spec.Network.Bastion is { } bastion)
        {
            var address = AddPublicIP(graph, spec, borrowed, bastion.PublicIPName);
            graph.Ensure(StepKinds.BastionHost, ClusterResourceIds.Bastion(spec, bastion), [InGroup(spec), Key(StepKinds.Subnet, bastion.SubnetName), address]);
        }
    }

    private static string AddPublicIP(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed, string name) =>
        graph.EnsureOrObserve(
            borrowed.Resources.Contains(ClusterResourceIds.PublicIPAddress(spec, name)), StepKinds.PublicIPAddress, ClusterResourceIds.PublicIPAddress(spec, name), [InGroup(spec)]);

    private static string InGroup(ClusterSpec spec) => Key(StepKinds.ResourceGroup, spec.ResourceGroup);

    private static string InNetworkGroup(ClusterSpec spec) => Key(StepKinds.ResourceGroup, spec.Network.VirtualNetwork.ResourceGroup);

    private static string VirtualNetworkKey(ClusterSpec spec) => Key(StepKinds.VirtualNetwork, spec.Network.VirtualNetwork.Name);

    private static string LockOfNetwork(ClusterSpec spec) => LockGroups.Of(ClusterResourceIds.VirtualNetwork(spec));
}
