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
    internal async Task<PlanNode> PlanControlPlaneAsync(GraphStep step, ClusterSurroundings surroundings, ArmConnection arm, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var states = await machines.DescribeControlPlaneAsync(
            spec,
            surroundings.Inventory.OfType(ArmTypes.VirtualMachine).Select(static r => r.Resource),
            [.. surroundings.Inventory.OfType(ArmTypes.NetworkInterface).Select(static r => r.Resource)],
            arm,
            cancellation).ConfigureAwait(false);
        return Node(step, spec.ControlPlane.Replicas, states, modelChanges: []);
    }

    internal async Task<PlanNode> PlanPoolAsync(GraphStep step, ClusterSurroundings surroundings, ArmConnection arm, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var pool = VirtualMachineScaleSetDefinition.PoolOf(spec, step.Name);
        var id = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
        if (surroundings.Inventory.Find(id) is not { } scaleSet)
        {
            return Node(step, pool.Replicas, [], modelChanges: []);
        }

        if (!surroundings.IsOurs(id))
        {
            throw new Contracts.Errors.OrchestratorException(ResourceOwnership.NotOurs(id));
        }

        var instances = await machines.ListInstancesAsync(spec, pool, arm, cancellation).ConfigureAwait(false);
        var states = await machines.DescribePoolAsync(spec, pool, scaleSet, instances, arm, cancellation).ConfigureAwait(false);
        var model = await machines.ModelChangesAsync(spec, pool, scaleSet, arm, cancellation).ConfigureAwait(false);
        var capacity = ScaleSetUpdate.CapacityOf(scaleSet);
        IReadOnlyList<FieldChange> scaling = capacity == pool.Replicas
            ? []
            : [new FieldChange(ScaleSetUpdate.CapacityPath, Text(capacity), Text(pool.Replicas))];
        return Node(step, pool.Replicas, states, [.. model, .. scaling]);
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
