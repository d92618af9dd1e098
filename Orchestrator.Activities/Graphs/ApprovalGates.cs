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
            : [.. plan.Nodes.Select(node => (Key: FirstOf(plan, node), Gate: GateOf(document, node, policy.Approvals))).Where(static g => g.Gate is not null).Select(static g => new GatedStep(g.Key, g.Gate!.Value))];
        steps.RemoveAll(step => !policy.Approvals.Contains(step.Gate));
        return steps.Count == 0 ? null : new ApprovalPlan(steps, policy.ApprovalTimeout, policy.ApproveOnTimeout);
    }

    /// <summary>Keys of the steps of an AKS cluster that paused rollouts hold; null: none.</summary>
    public static IReadOnlyList<string>? RollingSteps(ClusterPlan plan)
    {
        List<string> steps = [.. plan.Nodes.Where(static n => ManagedClusterRolls.MovesControlPlane(n) || ManagedClusterRolls.PoolsOf(n).Count > 0 || ManagedClusterRolls.IsReplacement(n)).Select(n => FirstOf(plan, n))];
        return steps.Count == 0 ? null : steps;
    }

    /// <summary>A pool that is replaced is replaced from the moment on in which its stand-in is made.</summary>
    private static string FirstOf(ClusterPlan plan, PlanNode node) => ManagedClusterRolls.IsReplacement(node)
        ? plan.Nodes.FirstOrDefault(n => n.Step is { Kind: StepKinds.AgentPool, Action: PlanAction.Create } && node.Step.DependsOn.Contains(n.Step.Key))?.Step.Key ?? node.Step.Key
        : node.Step.Key;

    private static ApprovalGate? GateOf(ClusterDocument document, PlanNode node, IReadOnlyList<ApprovalGate> wanted)
    {
        if (node.Step.Action == PlanAction.Replace)
        {
            return ApprovalGate.Replace;
        }

        if (ManagedClusterRolls.IsReplacement(node))
        {
            return wanted.Contains(ApprovalGate.Replace) ? ApprovalGate.Replace : ApprovalGate.Roll;
        }

        if (ManagedClusterRolls.MovesControlPlane(node) && wanted.Contains(ApprovalGate.ControlPlaneUpgrade))
        {
            return ApprovalGate.ControlPlaneUpgrade;
        }

        if (ManagedClusterRolls.PoolsOf(node).Count == 0 && !node.Machines.Any(static m => m.Action == PlanAction.Replace))
        {
            return null;
        }

        var upgrades = node.Step.Kind == StepKinds.ControlPlane && document.ControlPlaneVersion is { } runs && runs != document.Spec.ControlPlane.Version;
        return upgrades && wanted.Contains(ApprovalGate.ControlPlaneUpgrade) ? ApprovalGate.ControlPlaneUpgrade : ApprovalGate.Roll;
    }
}
