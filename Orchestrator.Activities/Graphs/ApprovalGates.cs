using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Which steps of a plan wait for approval. Pure.</summary>
public static class ApprovalGates
{
    /// <param name="document">The cluster, with the policy of its newest spec.</param>
    /// <param name="plan">What would be done.</param>
    /// <returns>Null when nothing waits.</returns>
    public static ApprovalPlan? Of(ClusterDocument document, ClusterPlan plan)
    {
        if (document.Spec.Operations is not { Approvals.Count: > 0 } policy)
        {
            return null;
        }

        List<GatedStep> steps = plan.Kind == OperationKind.Delete
            ? [new GatedStep(GatedStep.Cluster(plan.Cluster), ApprovalGate.Delete)]
            : [.. plan.Nodes.Select(node => (node.Step.Key, Gate: GateOf(document, node, policy.Approvals))).Where(static g => g.Gate is not null).Select(static g => new GatedStep(g.Key, g.Gate!.Value))];
        steps.RemoveAll(step => !policy.Approvals.Contains(step.Gate));
        return steps.Count == 0 ? null : new ApprovalPlan(steps, policy.ApprovalTimeout, policy.ApproveOnTimeout);
    }

    private static ApprovalGate? GateOf(ClusterDocument document, PlanNode node, IReadOnlyList<ApprovalGate> wanted)
    {
        if (node.Step.Action == PlanAction.Replace)
        {
            return ApprovalGate.Replace;
        }

        if (!node.Machines.Any(static m => m.Action == PlanAction.Replace))
        {
            return null;
        }

        var upgrades = node.Step.Kind == StepKinds.ControlPlane && document.ControlPlaneVersion is { } runs && runs != document.Spec.ControlPlane.Version;
        return upgrades && wanted.Contains(ApprovalGate.ControlPlaneUpgrade) ? ApprovalGate.ControlPlaneUpgrade : ApprovalGate.Roll;
    }
}
