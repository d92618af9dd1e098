using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Steps that remove nodes whose machines are gone: the scheduler would count on them for ever. Those of the control plane are its rollout's.</summary>
internal static class LeftNodeSteps
{
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
