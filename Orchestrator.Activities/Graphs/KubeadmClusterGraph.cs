using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// The resources of a kubeadm cluster and what each truly waits for; the network's part is <see cref="NetworkGraph"/>, that of backups and roles <see cref="BackupGraph"/>.
/// <code>
/// resource group ─┬─ network ────────────────────────────────────────┐
/// identities ─────┴──────────────────────────────────────────────────┴─ control plane ─ machine pools ─ role assignments
/// </code>
/// </summary>
public static class KubeadmClusterGraph
{
    /// <param name="spec">What is wanted.</param>
    /// <param name="borrowed">What is joined as it is.</param>
    /// <param name="disconnected">Ids of peerings whose other side is gone.</param>
    /// <param name="withAvailabilitySet">The location has no zones, so the control plane's machines stand in an availability set.</param>
    public static IReadOnlyList<GraphStep> Build(ClusterSpec spec, Borrowed borrowed, IReadOnlySet<string>? disconnected = null, bool withAvailabilitySet = false)
    {
        var graph = new GraphBuilder();
        AddResourceGroups(graph, spec, borrowed);
        AddIdentities(graph, spec);
        NetworkGraph.Add(graph, spec, borrowed, disconnected ?? new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        if (withAvailabilitySet)
        {
            graph.Ensure(StepKinds.AvailabilitySet, ClusterResourceIds.AvailabilitySet(spec), [Key(StepKinds.ResourceGroup, spec.ResourceGroup)]);
        }

        BackupGraph.Add(graph, spec, borrowed);
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

    private static void AddMachines(GraphBuilder graph, ClusterSpec spec)
    {
        var controlPlane = Key(StepKinds.ControlPlane, spec.ControlPlane.Name);
        graph.Machines(
            StepKinds.ControlPlane,
            spec.ControlPlane.Name,
            [
                Key(StepKinds.Subnet, ClusterResourceIds.ControlPlaneSubnet(spec).Name),
                .. NetworkGraph.NeededByControlPlane(spec),
                Key(StepKinds.AvailabilitySet, ResourceId.NameOf(ClusterResourceIds.AvailabilitySet(spec))),
                .. Identities(spec.ControlPlane.Machine),
                .. Roles(spec, spec.ControlPlane.Machine),
            ]);
        foreach (var pool in spec.MachinePools)
        {
            string[] outbound = spec.Network.NodeOutboundLoadBalancer is { } balancer ? [Key(StepKinds.LoadBalancer, balancer.Name)] : [];
            graph.Machines(
                StepKinds.MachinePool,
                pool.Name,
                [controlPlane, Key(StepKinds.Subnet, ClusterResourceIds.PoolSubnet(spec, pool).Name), .. outbound, .. Identities(pool.Machine), .. Roles(spec, pool.Machine)]);
            if (pool.Machine.Identity == MachineIdentityType.SystemAssigned)
            {
                var id = RoleAssignmentDefinition.IdOf(spec, pool.Machine, ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name));
                graph.Add(StepKinds.RoleAssignment, pool.Name, StepVerb.Ensure, id, [Key(StepKinds.MachinePool, pool.Name)], lockGroup: null, machine: null);
            }
        }
    }

    /// <summary>What of its identities' roles a machine may need when it boots, and the role that its own identity gets.</summary>
    private static IEnumerable<string> Roles(ClusterSpec spec, MachineSpec machine)
    {
        foreach (var custom in spec.Roles ?? [])
        {
            if (ResourceId.Same(custom.DefinitionId, machine.SystemAssignedRole?.DefinitionId))
            {
                yield return Key(StepKinds.RoleDefinition, custom.Name);
            }

            foreach (var role in IdentityRole.Of(spec).Where(role => role.DefinitionId == custom.DefinitionId && machine.UserAssignedIdentities.Contains(role.IdentityId, StringComparer.OrdinalIgnoreCase)))
            {
                yield return Key(StepKinds.RoleAssignment, role.Name);
            }
        }
    }

    private static IEnumerable<string> Identities(MachineSpec machine) => machine.Identity == MachineIdentityType.UserAssigned
        ? machine.UserAssignedIdentities.Select(static id => Key(StepKinds.UserAssignedIdentity, ResourceId.NameOf(id)))
        : [];
}
