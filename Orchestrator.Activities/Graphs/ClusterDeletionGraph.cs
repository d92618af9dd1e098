using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// What of a cluster has to be deleted, from what Azure has. A resource group of ours goes in one call with all that is in it; elsewhere each
/// resource of ours goes once nothing uses it any more. What is borrowed does not appear.
/// </summary>
public static class ClusterDeletionGraph
{
    /// <summary>By kind: the kinds that use it and so have to be gone before it.</summary>
    private static readonly Dictionary<string, string[]> UsedBy = new(StringComparer.Ordinal)
    {
        [StepKinds.RoleAssignment] = [],
        [StepKinds.RoleDefinition] = [StepKinds.RoleAssignment],
        [StepKinds.ImmutabilityPolicy] = [],
        [StepKinds.ManagementPolicy] = [],
        [StepKinds.BlobContainer] = [StepKinds.ImmutabilityPolicy],
        [StepKinds.StorageAccount] = [StepKinds.BlobContainer, StepKinds.ManagementPolicy],
        [StepKinds.VirtualMachineScaleSet] = [StepKinds.VirtualMachine],
        [StepKinds.VirtualMachine] = [],
        [StepKinds.AvailabilitySet] = [StepKinds.VirtualMachine],
        [StepKinds.NetworkInterface] = [StepKinds.VirtualMachine, StepKinds.VirtualMachineScaleSet],
        [StepKinds.Disk] = [StepKinds.VirtualMachine, StepKinds.VirtualMachineScaleSet],
        [StepKinds.InboundNatRule] = [StepKinds.NetworkInterface],
        [StepKinds.ManagedCluster] = [StepKinds.AgentPool, StepKinds.MaintenanceConfiguration, StepKinds.FleetMember, StepKinds.ClusterExtension],
        [StepKinds.AgentPool] = [],
        [StepKinds.MaintenanceConfiguration] = [],
        [StepKinds.FleetMember] = [],
        [StepKinds.ClusterExtension] = [],
        [StepKinds.BastionHost] = [],
        [StepKinds.PrivateDnsZoneGroup] = [],
        [StepKinds.PrivateEndpoint] = [StepKinds.PrivateDnsZoneGroup],
        [StepKinds.VirtualNetworkPeering] = [],
        [StepKinds.PrivateDnsZoneLink] = [],
        [StepKinds.PrivateDnsRecord] = [],
        [StepKinds.PrivateDnsZone] = [StepKinds.PrivateDnsZoneLink, StepKinds.PrivateDnsRecord],
        [StepKinds.LoadBalancer] = [StepKinds.NetworkInterface, StepKinds.VirtualMachineScaleSet, StepKinds.InboundNatRule],
        [StepKinds.Subnet] = [StepKinds.ManagedCluster, StepKinds.AgentPool, StepKinds.NetworkInterface, StepKinds.VirtualMachineScaleSet, StepKinds.LoadBalancer, StepKinds.BastionHost, StepKinds.PrivateEndpoint],
        [StepKinds.VirtualNetwork] =
        [
            StepKinds.ManagedCluster, StepKinds.NetworkInterface, StepKinds.VirtualMachineScaleSet, StepKinds.LoadBalancer, StepKinds.BastionHost, StepKinds.PrivateEndpoint,
            StepKinds.Subnet, StepKinds.VirtualNetworkPeering, StepKinds.PrivateDnsZoneLink,
        ],
        [StepKinds.NatGateway] = [StepKinds.ManagedCluster, StepKinds.Subnet, StepKinds.VirtualNetwork],
        [StepKinds.NetworkSecurityGroup] = [StepKinds.ManagedCluster, StepKinds.Subnet, StepKinds.VirtualNetwork, StepKinds.NetworkInterface],
        [StepKinds.RouteTable] = [StepKinds.ManagedCluster, StepKinds.Subnet, StepKinds.VirtualNetwork],
        [StepKinds.PublicIPAddress] = [StepKinds.ManagedCluster, StepKinds.LoadBalancer, StepKinds.NatGateway, StepKinds.NetworkInterface, StepKinds.BastionHost],
    };

    private static readonly Dictionary<string, string> KindByType = new(StringComparer.OrdinalIgnoreCase)
    {
        [ArmTypes.RoleAssignment] = StepKinds.RoleAssignment,
        [ArmTypes.RoleDefinition] = StepKinds.RoleDefinition,
        [ArmTypes.ImmutabilityPolicy] = StepKinds.ImmutabilityPolicy,
        [ArmTypes.ManagementPolicy] = StepKinds.ManagementPolicy,
        [ArmTypes.BlobContainer] = StepKinds.BlobContainer,
        [ArmTypes.StorageAccount] = StepKinds.StorageAccount,
        [ArmTypes.VirtualMachineScaleSet] = StepKinds.VirtualMachineScaleSet,
        [ArmTypes.VirtualMachine] = StepKinds.VirtualMachine,
        [ArmTypes.AvailabilitySet] = StepKinds.AvailabilitySet,
        [ArmTypes.ManagedCluster] = StepKinds.ManagedCluster,
        [ArmTypes.AgentPool] = StepKinds.AgentPool,
        [ArmTypes.MaintenanceConfiguration] = StepKinds.MaintenanceConfiguration,
        [ArmTypes.FleetMember] = StepKinds.FleetMember,
        [ArmTypes.ClusterExtension] = StepKinds.ClusterExtension,
        [ArmTypes.NetworkInterface] = StepKinds.NetworkInterface,
        [ArmTypes.Disk] = StepKinds.Disk,
        [ArmTypes.InboundNatRule] = StepKinds.InboundNatRule,
        [ArmTypes.LoadBalancer] = StepKinds.LoadBalancer,
        [ArmTypes.BastionHost] = StepKinds.BastionHost,
        [ArmTypes.PrivateDnsZoneGroup] = StepKinds.PrivateDnsZoneGroup,
        [ArmTypes.PrivateEndpoint] = StepKinds.PrivateEndpoint,
        [ArmTypes.VirtualNetworkPeering] = StepKinds.VirtualNetworkPeering,
        [ArmTypes.PrivateDnsZone] = StepKinds.PrivateDnsZone,
        [ArmTypes.PrivateDnsZoneLink] = StepKinds.PrivateDnsZoneLink,
        [ArmTypes.PrivateDnsARecord] = StepKinds.PrivateDnsRecord,
        [ArmTypes.Subnet] = StepKinds.Subnet,
        [ArmTypes.VirtualNetwork] = StepKinds.VirtualNetwork,
        [ArmTypes.NatGateway] = StepKinds.NatGateway,
        [ArmTypes.NetworkSecurityGroup] = StepKinds.NetworkSecurityGroup,
        [ArmTypes.RouteTable] = StepKinds.RouteTable,
        [ArmTypes.PublicIPAddress] = StepKinds.PublicIPAddress,
    };

    /// <param name="own">The cluster's own resource group, whosever it is: its machines are in it.</param>
    /// <param name="groups">Resource groups of ours that go whole.</param>
    /// <param name="resources">Ids of resources of ours that exist, wherever they are.</param>
    public static IReadOnlyList<GraphStep> Build(string own, IReadOnlyList<string> groups, IEnumerable<string> resources)
    {
        var graph = new GraphBuilder();
        var all = resources.ToList();
        var hasRole = all.Exists(static id => ResourceId.TypeOf(id) == ArmTypes.RoleDefinition);
        var apart = Apart(all).Where(id => !groups.Any(group => Holds(group, id)) || (hasRole && IsRole(id))).ToList();

        // What leads into a network from elsewhere, and a place in a fleet, goes before it; and custom roles, which their group would not take along, with all that gives them.
        var ways = apart.Where(id => KindByType[ResourceId.TypeOf(id)] is StepKinds.VirtualNetworkPeering or StepKinds.PrivateDnsZoneLink or StepKinds.FleetMember || (hasRole && IsRole(id))).ToList();
        AddResources(graph, ways, []);
        var wayKeys = KeysOf(ways);

        // Machines in the cluster's group use the network in the other one, whether that goes as a group or piece by piece.
        var first = groups.Where(group => ResourceId.Same(group, own)).Take(1).ToList();
        var others = groups.Where(group => !ResourceId.Same(group, own)).ToList();
        first.ForEach(group => graph.Delete(StepKinds.ResourceGroup, group, wayKeys));
        List<string> before = [.. wayKeys, .. first.Select(GroupKey)];
        List<string> rest = [.. apart.Except(ways)];
        if (first.Count > 0 || others.Count == 0)
        {
            others.ForEach(group => graph.Delete(StepKinds.ResourceGroup, group, before));
            AddResources(graph, rest, before);
            return graph.Build();
        }

        // Piece by piece the machines go before the network's group, and what that network uses goes after it.
        var used = rest.Where(id => KindByType[ResourceId.TypeOf(id)] is StepKinds.NetworkSecurityGroup or StepKinds.RouteTable or StepKinds.NatGateway or StepKinds.PublicIPAddress).ToList();
        AddResources(graph, [.. rest.Except(used)], before);
        others.ForEach(group => graph.Delete(StepKinds.ResourceGroup, group, [.. before, .. KeysOf(rest.Except(used))]));
        AddResources(graph, used, [.. before, .. others.Select(GroupKey), .. KeysOf(rest.Except(used))]);
        return graph.Build();
    }

    private static List<string> KeysOf(IEnumerable<string> resources) => [.. resources.Select(static id => GraphBuilder.Key(KindByType[ResourceId.TypeOf(id)], ResourceId.NameOf(id)))];

    private static string GroupKey(string group) => GraphBuilder.Key(StepKinds.ResourceGroup, ResourceId.NameOf(group));

    /// <summary>Steps that delete single resources, each after those that use it and after <paramref name="first"/>.</summary>
    internal static void AddResources(GraphBuilder graph, IReadOnlyCollection<string> resources, IReadOnlyCollection<string> first)
    {
        var steps = resources.Select(id => (Id: id, Kind: KindByType[ResourceId.TypeOf(id)])).ToList();
        foreach (var (id, kind) in steps)
        {
            var users = steps.Where(s => UsedBy[kind].Contains(s.Kind, StringComparer.Ordinal)).Select(static s => GraphBuilder.Key(s.Kind, ResourceId.NameOf(s.Id)));
            var parent = ResourceId.ParentOf(id);
            graph.Delete(kind, id, [.. first, .. users], parent is null ? null : LockGroups.Of(parent));
        }
    }

    private static bool IsRole(string id) => ResourceId.TypeOf(id) is ArmTypes.RoleDefinition or ArmTypes.RoleAssignment;

    private static IEnumerable<string> Apart(IEnumerable<string> resources)
    {
        var all = resources.Where(static id => KindByType.ContainsKey(ResourceId.TypeOf(id))).ToList();

        // Subnets, SSH rules and records go with what holds them when that is ours too; a DNS zone waits for its links.
        return all.Where(id => ResourceId.ParentOf(id) is not { } parent
            || KindByType[ResourceId.TypeOf(id)] == StepKinds.PrivateDnsZoneLink
            || !all.Exists(other => ResourceId.Same(other, parent)));
    }

    private static bool Holds(string group, string id) => id.StartsWith(group + "/", StringComparison.OrdinalIgnoreCase);
}
