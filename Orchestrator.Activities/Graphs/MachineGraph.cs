using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>The resources of one control-plane machine: SSH rule, then interfaces, then VM, then extensions; away in the reverse order, with its disks.</summary>
public static class MachineGraph
{
    public static IReadOnlyList<GraphStep> Ensure(ClusterSpec spec, string machine)
    {
        var graph = new GraphBuilder();
        var (cards, vm) = (ClusterResourceIds.NetworkInterfaces(spec, machine), ClusterResourceIds.VirtualMachine(spec, machine));
        graph.Ensure(StepKinds.InboundNatRule, ClusterResourceIds.InboundNatRule(spec, machine), after: null, LockOfBalancer(spec), machine);
        foreach (var card in cards)
        {
            graph.Ensure(StepKinds.NetworkInterface, card, [Key(StepKinds.InboundNatRule, machine)], LockOfBalancer(spec), machine);
        }

        graph.Ensure(StepKinds.VirtualMachine, vm, cards.Select(CardKey), lockGroup: null, machine);
        foreach (var extension in MachineExtensions.Names(spec, spec.ControlPlane.Machine))
        {
            var id = ClusterResourceIds.VirtualMachineExtension(spec, machine, extension);
            graph.Add(StepKinds.VirtualMachineExtension, $"{machine}/{extension}", StepVerb.Ensure, id, [Key(StepKinds.VirtualMachine, machine)], LockGroups.Of(vm), machine);
        }

        if (spec.ControlPlane.Machine.Identity == MachineIdentityType.SystemAssigned)
        {
            graph.Add(
                StepKinds.RoleAssignment, machine, StepVerb.Ensure, RoleAssignmentDefinition.IdOf(spec, spec.ControlPlane.Machine, vm), [Key(StepKinds.VirtualMachine, machine)], lockGroup: null, machine);
        }

        return graph.Build();
    }

    /// <param name="spec">The newest spec.</param>
    /// <param name="machine">Name of the machine.</param>
    /// <param name="recorded">Ids of what was made with it, by the spec of that time: disks, interfaces, extensions, role assignments.</param>
    public static IReadOnlyList<GraphStep> Delete(ClusterSpec spec, string machine, IReadOnlyCollection<string> recorded)
    {
        var graph = new GraphBuilder();
        string[] vm = [Key(StepKinds.VirtualMachine, machine)];
        foreach (var id in OfType(recorded, ArmTypes.RoleAssignment))
        {
            graph.Add(StepKinds.RoleAssignment, machine, StepVerb.Delete, id, after: null, lockGroup: null, machine);
        }

        graph.Delete(StepKinds.VirtualMachine, ClusterResourceIds.VirtualMachine(spec, machine), after: null, lockGroup: null, machine);
        var cards = OfType(recorded, ArmTypes.NetworkInterface).Append(ClusterResourceIds.NetworkInterface(spec, machine)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var card in cards)
        {
            graph.Delete(StepKinds.NetworkInterface, card, vm, LockOfBalancer(spec), machine);
        }

        foreach (var disk in OfType(recorded, ArmTypes.Disk))
        {
            graph.Delete(StepKinds.Disk, disk, vm, lockGroup: null, machine);
        }

        // Gone with their machine: the steps only strike them from the record.
        foreach (var extension in OfType(recorded, ArmTypes.VirtualMachineExtension))
        {
            graph.Add(StepKinds.VirtualMachineExtension, $"{machine}/{ResourceId.NameOf(extension)}", StepVerb.Delete, extension, vm, lockGroup: null, machine);
        }

        graph.Delete(StepKinds.InboundNatRule, ClusterResourceIds.InboundNatRule(spec, machine), cards.Select(CardKey), LockOfBalancer(spec), machine);
        return graph.Build();
    }

    private static IEnumerable<string> OfType(IEnumerable<string> ids, string type) =>
        ids.Where(id => string.Equals(ResourceId.TypeOf(id), type, StringComparison.OrdinalIgnoreCase));

    private static string CardKey(string id) => Key(StepKinds.NetworkInterface, ResourceId.NameOf(id));

    private static string LockOfBalancer(ClusterSpec spec) =>
        LockGroups.Of(ClusterResourceIds.LoadBalancer(spec, spec.Network.ApiServerLoadBalancer.Name));
}
