using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Steps that remove nodes whose machines are gone: the scheduler would count on them for ever. Those of the control plane are its rollout's.</summary>
internal static class LeftNodeSteps
{
    /// <summary>Nodes of none of the machines that the drafts know.</summary>
    public static IReadOnlyList<LeftNode> Among(ClusterSurroundings surroundings, PlanReads reads, IEnumerable<PlanDraft> drafts, MachineHealthOptions options) => LeftNode.Among(
        reads.Nodes, drafts.SelectMany(static d => d.Node.Machines).Select(static m => m.Name), ClusterResourceIds.ResourceGroup(surroundings.Spec), id => IsThere(surroundings, id), options);

    /// <summary>A virtual machine of others, or a scale set that is none of the spec's pools: others', or one that is being retired.</summary>
    private static bool IsThere(ClusterSurroundings surroundings, string id) =>
        surroundings.Inventory.Find(id) is not null
        || (ResourceId.ParentOf(id) is { } set && surroundings.Inventory.Find(set) is not null
            && !surroundings.Spec.MachinePools.Any(pool => ResourceId.Same(ClusterResourceIds.VirtualMachineScaleSet(surroundings.Spec, pool.Name), set)));

    public static IEnumerable<PlanDraft> Of(IEnumerable<LeftNode> left, IReadOnlyList<PlanDraft> drafts, DateTimeOffset now)
    {
        List<string> after = [.. drafts.Select(static d => d.Node.Step).Where(static s => s.Kind == StepKinds.ControlPlane).Select(static s => s.Key)];
        return left.Where(node => node is { IsDead: true, IsControlPlane: false } && node.Until <= now).Select(node => PlanDraft.Of(
            new PlanNode
            {
                Step = new GraphStep
                {
                    Key = GraphBuilder.Key(StepKinds.Node, node.Name), Kind = StepKinds.Node, Name = node.Name, Verb = StepVerb.Delete, DependsOn = after, Action = PlanAction.Delete,
                },
                Note = "Its machine is gone.",
            },
            [node.MachineId!]));
    }
}
