using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>The resources of one control-plane machine: SSH rule, then interface, then VM; away in the reverse order, with its disks.</summary>
public static class MachineGraph
{
    public static IReadOnlyList<GraphStep> Ensure(ClusterSpec spec, string machine)
    {
        var graph = new GraphBuilder();
        var (rule, card, vm) = (ClusterResourceIds.InboundNatRule(spec, machine), ClusterResourceIds.NetworkInterface(spec, machine), ClusterResourceIds.VirtualMachine(spec, machine));
        graph.Ensure(StepKinds.InboundNatRule, rule, after: null, LockOfBalancer(spec), machine);
        graph.Ensure(StepKinds.NetworkInterface, card, [Key(StepKinds.InboundNatRule, machine)], LockOfBalancer(spec), machine);
        graph.Ensure(StepKinds.VirtualMachine, vm, [Key(StepKinds.NetworkInterface, $"{machine}-nic")], lockGroup: null, machine);
        if (spec.ControlPlane.Machine.Identity == MachineIdentityType.SystemAssigned)
        {
            graph.Add(
                StepKinds.RoleAssignment, machine, StepVerb.Ensure, RoleAssignmentDefinition.IdOf(spec, vm), [Key(StepKinds.VirtualMachine, machine)], lockGroup: null, machine);
        }

        return graph.Build();
    }

    /// <param name="spec">The newest spec.</param>
    /// <param name="machine">Name of the machine.</param>
    /// <param name="diskIds">Its disks: those of the spec that it was made from.</param>
    /// <param name="hasRoleAssignment">Its identity was given a role.</param>
    public static IReadOnlyList<GraphStep> Delete(ClusterSpec spec, string machine, IEnumerable<string> diskIds, bool hasRoleAssignment)
    {
        var graph = new GraphBuilder();
        var (vm, cardName) = (Key(StepKinds.VirtualMachine, machine), $"{machine}-nic");
        if (hasRoleAssignment)
        {
            var id = RoleAssignmentDefinition.IdOf(spec, ClusterResourceIds.VirtualMachine(spec, machine));
            graph.Add(StepKinds.RoleAssignment, machine, StepVerb.Delete, id, after: null, lockGroup: null, machine);
        }

        graph.Delete(StepKinds.VirtualMachine, ClusterResourceIds.VirtualMachine(spec, machine), after: null, lockGroup: null, machine);
        graph.Delete(StepKinds.NetworkInterface, ClusterResourceIds.NetworkInterface(spec, machine), [vm], LockOfBalancer(spec), machine);
        foreach (var disk in diskIds)
        {
            graph.Delete(StepKinds.Disk, disk, [vm], lockGroup: null, machine);
        }

        graph.Delete(StepKinds.InboundNatRule, ClusterResourceIds.InboundNatRule(spec, machine), [Key(StepKinds.NetworkInterface, cardName)], LockOfBalancer(spec), machine);
        return graph.Build();
    }

    private static string LockOfBalancer(ClusterSpec spec) =>
        LockGroups.Of(ClusterResourceIds.LoadBalancer(spec, spec.Network.ApiServerLoadBalancer.Name));
}
