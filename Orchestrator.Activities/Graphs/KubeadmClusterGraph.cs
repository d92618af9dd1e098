using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// The resources of a kubeadm cluster and what each truly waits for:
/// <code>
/// resource group ─┬─ virtual network ───────────────────┐
///                 ├─ security groups, route tables ─────┤
///                 ├─ public IPs ─┬─ NAT gateways ───────┴─ subnets ─┬─ control plane ─ machine pools ─ role assignments
///                 │              └─ load balancers ────────────────┤
/// identities ─────┴────────────────────────────────────────────────┘
/// </code>
/// A load balancer waits for a subnet only when its front end lies in one.
/// </summary>
public static class KubeadmClusterGraph
{
    public static IReadOnlyList<GraphStep> Build(ClusterSpec spec, Borrowed borrowed)
    {
        var graph = new GraphBuilder();
        AddResourceGroups(graph, spec, borrowed);
        AddIdentities(graph, spec);
        AddNetwork(graph, spec, borrowed);
        AddLoadBalancers(graph, spec);
        AddMachines(graph, spec);
        return graph.Build();
    }

    private static void AddResourceGroups(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        foreach (var id in new[] { ClusterResourceIds.ResourceGroup(spec), ClusterResourceIds.NetworkResourceGroup(spec) })
        {
            if (borrowed.ResourceGroups.Contains(ResourceId.NameOf(id)))
            {
                graph.Observe(StepKinds.ResourceGroup, id);
            }
            else
            {
                graph.Ensure(StepKinds.ResourceGroup, id);
            }
        }
    }

    private static void AddIdentities(GraphBuilder graph, ClusterSpec spec)
    {
        foreach (var id in MachineFacts.IdentitiesOf(spec))
        {
            graph.Observe(StepKinds.UserAssignedIdentity, id);
        }
    }

    private static void AddNetwork(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        var network = ClusterResourceIds.VirtualNetwork(spec);
        string[] inGroup = [Key(StepKinds.ResourceGroup, spec.ResourceGroup)];
        string[] inNetworkGroup = [Key(StepKinds.ResourceGroup, spec.Network.VirtualNetwork.ResourceGroup)];
        if (borrowed.VirtualNetwork)
        {
            graph.Observe(StepKinds.VirtualNetwork, network, inNetworkGroup);
        }
        else
        {
            graph.Ensure(StepKinds.VirtualNetwork, network, inNetworkGroup, LockOf(network));
        }

        foreach (var subnet in spec.Network.Subnets)
        {
            string[] inNetwork = [Key(StepKinds.VirtualNetwork, spec.Network.VirtualNetwork.Name)];
            if (borrowed.Subnets.Contains(subnet.Name))
            {
                graph.Observe(StepKinds.Subnet, ClusterResourceIds.Subnet(spec, subnet.Name), inNetwork);
                continue;
            }

            var associated = AddAssociated(graph, spec, subnet, inGroup, inNetworkGroup);
            graph.Ensure(StepKinds.Subnet, ClusterResourceIds.Subnet(spec, subnet.Name), [.. inNetwork, .. associated], LockOf(network));
        }
    }

    /// <summary>What a subnet refers to, which must be there before it.</summary>
    private static List<string> AddAssociated(GraphBuilder graph, ClusterSpec spec, SubnetSpec subnet, string[] inGroup, string[] inNetworkGroup)
    {
        var associated = new List<string> { Key(StepKinds.NetworkSecurityGroup, subnet.SecurityGroup.Name) };
        graph.Ensure(StepKinds.NetworkSecurityGroup, ClusterResourceIds.NetworkSecurityGroup(spec, subnet.SecurityGroup.Name), inNetworkGroup);
        if (subnet.RouteTable is { } routeTable)
        {
            graph.Ensure(StepKinds.RouteTable, ClusterResourceIds.RouteTable(spec, routeTable), inNetworkGroup);
            associated.Add(Key(StepKinds.RouteTable, routeTable));
        }

        if (subnet.NatGateway is { } gateway)
        {
            graph.Ensure(StepKinds.PublicIPAddress, ClusterResourceIds.PublicIPAddress(spec, gateway.PublicIPName), inGroup);
            graph.Ensure(StepKinds.NatGateway, ClusterResourceIds.NatGateway(spec, gateway.Name), [.. inGroup, Key(StepKinds.PublicIPAddress, gateway.PublicIPName)]);
            associated.Add(Key(StepKinds.NatGateway, gateway.Name));
        }

        return associated;
    }

    private static void AddLoadBalancers(GraphBuilder graph, ClusterSpec spec)
    {
        var inGroup = Key(StepKinds.ResourceGroup, spec.ResourceGroup);
        foreach (var balancer in new[] { spec.Network.ApiServerLoadBalancer, spec.Network.NodeOutboundLoadBalancer }.OfType<LoadBalancerSpec>())
        {
            var after = new List<string> { inGroup };
            if (balancer.Type == LoadBalancerType.Internal)
            {
                after.Add(Key(StepKinds.Subnet, ClusterResourceIds.ControlPlaneSubnet(spec).Name));
            }

            foreach (var address in balancer.Frontends.Select(static f => f.PublicIPName).OfType<string>())
            {
                graph.Ensure(StepKinds.PublicIPAddress, ClusterResourceIds.PublicIPAddress(spec, address), [inGroup]);
                after.Add(Key(StepKinds.PublicIPAddress, address));
            }

            var id = ClusterResourceIds.LoadBalancer(spec, balancer.Name);
            graph.Ensure(StepKinds.LoadBalancer, id, after, LockOf(id));
        }
    }

    private static void AddMachines(GraphBuilder graph, ClusterSpec spec)
    {
        var controlPlane = Key(StepKinds.ControlPlane, spec.ControlPlane.Name);
        graph.Machines(
            StepKinds.ControlPlane,
            spec.ControlPlane.Name,
            [
                Key(StepKinds.Subnet, ClusterResourceIds.ControlPlaneSubnet(spec).Name),
                Key(StepKinds.LoadBalancer, spec.Network.ApiServerLoadBalancer.Name),
                .. Identities(spec.ControlPlane.Machine),
            ]);
        foreach (var pool in spec.MachinePools)
        {
            string[] outbound = spec.Network.NodeOutboundLoadBalancer is { } balancer ? [Key(StepKinds.LoadBalancer, balancer.Name)] : [];
            graph.Machines(
                StepKinds.MachinePool,
                pool.Name,
                [controlPlane, Key(StepKinds.Subnet, ClusterResourceIds.PoolSubnet(spec, pool).Name), .. outbound, .. Identities(pool.Machine)]);
            if (pool.Machine.Identity == MachineIdentityType.SystemAssigned)
            {
                var id = RoleAssignmentDefinition.IdOf(spec, ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name));
                graph.Add(StepKinds.RoleAssignment, pool.Name, StepVerb.Ensure, id, [Key(StepKinds.MachinePool, pool.Name)], lockGroup: null, machine: null);
            }
        }
    }

    private static IEnumerable<string> Identities(MachineSpec machine) => machine.Identity == MachineIdentityType.UserAssigned
        ? machine.UserAssignedIdentities.Select(static id => Key(StepKinds.UserAssignedIdentity, ResourceId.NameOf(id)))
        : [];

    private static string LockOf(string resourceId) => LockGroups.Of(resourceId);
}
