using System.Globalization;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>What happens to the machines of the control plane and of each pool, and why.</summary>
public sealed class MachineGroupPlanner(MachineInventory machines)
{
    internal async Task<PlanDraft> PlanControlPlaneAsync(GraphStep step, ClusterSurroundings surroundings, PlanReads reads, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var states = await machines.DescribeControlPlaneAsync(
            spec,
            surroundings.Inventory.OfType(ArmTypes.VirtualMachine).Select(static r => r.Resource),
            [.. surroundings.Inventory.OfType(ArmTypes.NetworkInterface).Select(static r => r.Resource)],
            reads.Arm,
            cancellation,
            reads.Parts).ConfigureAwait(false);
        return PlanDraft.Of(Node(step, spec.ControlPlane.Replicas, states, modelChanges: []), surroundings.ControlPlaneResources);
    }

    internal async Task<PlanDraft> PlanPoolAsync(GraphStep step, ClusterSurroundings surroundings, PlanReads reads, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var pool = VirtualMachineScaleSetDefinition.PoolOf(spec, step.Name);
        var id = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
        if (surroundings.Inventory.Find(id) is not { } scaleSet)
        {
            return PlanDraft.Of(Node(step, pool.Replicas, [], modelChanges: []), [id]);
        }

        if (!surroundings.IsOurs(id))
        {
            return new PlanDraft(Node(step, pool.Replicas, [], modelChanges: []), [id], ResourceOwnership.NotOurs(id));
        }

        var instances = await reads.InstancesAsync(id, () => machines.ListInstancesAsync(spec, pool, reads.Arm, cancellation)).ConfigureAwait(false);
        var states = await machines.DescribePoolAsync(spec, pool, scaleSet, instances, reads.Arm, cancellation, reads.Parts).ConfigureAwait(false);
        var model = await machines.ModelChangesAsync(spec, pool, scaleSet, reads.Arm, cancellation).ConfigureAwait(false);
        var capacity = ScaleSetUpdate.CapacityOf(scaleSet);
        IReadOnlyList<FieldChange> scaling = capacity == pool.Replicas
            ? []
            : [new FieldChange(ScaleSetUpdate.CapacityPath, Text(capacity), Text(pool.Replicas))];
        return PlanDraft.Of(Node(step, pool.Replicas, states, [.. model, .. scaling]), [id]);
    }

    private static PlanNode Node(GraphStep step, int replicas, IReadOnlyList<MachineState> states, IReadOnlyList<FieldChange> modelChanges)
    {
        var changes = states.Select(static s => new MachineChange(s.Observation.Name, s.Changes.Count > 0 ? PlanAction.Replace : PlanAction.Keep, s.Changes)).ToList();
        for (var i = states.Count; i < replicas; i++)
        {
            changes.Add(new MachineChange($"{step.Name} (new)", PlanAction.Create, []));
        }

        // Which of the surplus goes is the rollout's choice, made by the state of the nodes at that time.
        for (var i = replicas; i < states.Count; i++)
        {
            changes.Add(new MachineChange($"{step.Name} (surplus)", PlanAction.Delete, []));
        }

        var differs = modelChanges.Count > 0 || changes.Exists(static c => c.Action != PlanAction.Keep);
        var action = states.Count == 0 && modelChanges.Count == 0 ? PlanAction.Create : differs ? PlanAction.Update : PlanAction.Keep;
        return new PlanNode { Step = step with { Action = action }, Changes = modelChanges, Machines = changes };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
