using System.Globalization;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>What happens to the machines of the control plane and of each pool, and why.</summary>
public sealed class MachineGroupPlanner(MachineInventory machines, MachineHealthOptions options, TimeProvider time)
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
        var health = Judge(states, spec.ControlPlane.Version, isControlPlane: true, reads);
        return PlanDraft.Of(Node(step, spec.ControlPlane.Replicas, states, modelChanges: [], health), surroundings.ControlPlaneResources) with { Health = health };
    }

    internal async Task<PlanDraft> PlanPoolAsync(GraphStep step, ClusterSurroundings surroundings, PlanReads reads, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var pool = VirtualMachineScaleSetDefinition.PoolOf(spec, step.Name);
        var id = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
        if (surroundings.Inventory.Find(id) is not { } scaleSet)
        {
            return PlanDraft.Of(Node(step, pool.Replicas, [], modelChanges: [], MachineHealth.NotKnown), [id]);
        }

        if (!surroundings.IsOurs(id))
        {
            return new PlanDraft(Node(step, pool.Replicas, [], modelChanges: [], MachineHealth.NotKnown), [id], ResourceOwnership.NotOurs(id));
        }

        var instances = await reads.InstancesAsync(id, () => machines.ListInstancesAsync(spec, pool, reads.Arm, cancellation)).ConfigureAwait(false);
        var states = await machines.DescribePoolAsync(spec, pool, scaleSet, instances, reads.Arm, cancellation, reads.Parts).ConfigureAwait(false);
        var model = await machines.ModelChangesAsync(spec, pool, scaleSet, reads.Arm, cancellation).ConfigureAwait(false);
        var capacity = ScaleSetUpdate.CapacityOf(scaleSet);
        IReadOnlyList<FieldChange> scaling = capacity == pool.Replicas
            ? []
            : [new FieldChange(ScaleSetUpdate.CapacityPath, Text(capacity), Text(pool.Replicas))];
        var health = Judge(states, pool.Version, isControlPlane: false, reads);
        return PlanDraft.Of(Node(step, pool.Replicas, states, [.. model, .. scaling], health), [id]) with { Health = health };
    }

    private MachineHealth Judge(IReadOnlyList<MachineState> states, string version, bool isControlPlane, PlanReads reads) => reads.Nodes is null
        ? MachineHealth.NotKnown
        : MachineHealth.Of([.. states.Select(static s => s.Observation)], version, isControlPlane, reads.Nodes, madeBefore: time.GetUtcNow(), time.GetUtcNow(), options);

    private static MachineChange ChangeOf(MachineState state, MachineHealth health)
    {
        var name = state.Observation.Name;
        IReadOnlyList<FieldChange> reasons = health.Unhealthy.Contains(name) ? [.. state.Changes, .. health.Complaints[name].Select(static c => c.Change)] : state.Changes;
        return new MachineChange(name, reasons.Count > 0 ? PlanAction.Replace : PlanAction.Keep, reasons);
    }

    private static PlanNode Node(GraphStep step, int replicas, IReadOnlyList<MachineState> states, IReadOnlyList<FieldChange> modelChanges, MachineHealth health)
    {
        var changes = states.Select(s => ChangeOf(s, health)).ToList();
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
