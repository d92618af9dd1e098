using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Where the plan of an AKS cluster has Azure move the control plane to another version, or replace nodes. Pure.</summary>
internal static class ManagedClusterRolls
{
    /// <summary>Fields of a pool for which Azure replaces its nodes, one after the other by the pool's surge.</summary>
    private static readonly string[] Rolling = ["$.properties.orchestratorVersion", "$.properties.osSKU"];

    public static bool MovesControlPlane(PlanNode node) =>
        node.Step is { Kind: StepKinds.ManagedCluster, Action: PlanAction.Update } && node.Changes.Any(static c => c.Path == "$.properties.kubernetesVersion");

    /// <summary>The step in which a pool goes that comes again.</summary>
    public static bool IsReplacement(PlanNode node) => node.Step is { Kind: StepKinds.AgentPool, Action: PlanAction.Delete } && node.Step.Name.EndsWith(ManagedClusterIds.OldSuffix, StringComparison.Ordinal);

    /// <summary>Ids of the pools whose nodes go in a step, each with the fields that make it.</summary>
    public static IReadOnlyList<(string Pool, IReadOnlyList<FieldChange> Reasons)> PoolsOf(PlanNode node) => node.Step switch
    {
        { Kind: StepKinds.AgentPool, Action: PlanAction.Update } => Where(node, static c => Rolling.Contains(c.Path, StringComparer.Ordinal)),
        { Kind: StepKinds.NodeImage, Action: PlanAction.Update } => Where(node, static _ => true),
        { Kind: StepKinds.ManagedCluster, Action: PlanAction.Update } => [.. node.Changes.Where(static c => c.Path.StartsWith(Along, StringComparison.Ordinal)).Select(c => (PoolAlong(node, c), One(c)))],
        _ when IsReplacement(node) => Where(node, static _ => true),
        _ => [],
    };

    private const string Along = "$.properties.agentPoolProfiles['";

    private static List<(string, IReadOnlyList<FieldChange>)> Where(PlanNode node, Func<FieldChange, bool> makesIt)
    {
        List<FieldChange> reasons = [.. node.Changes.Where(makesIt)];
        return reasons.Count == 0 ? [] : [(node.Step.ResourceId!, reasons)];
    }

    private static string PoolAlong(PlanNode node, FieldChange change) => $"{node.Step.ResourceId}/agentPools/{change.Path[Along.Length..change.Path.IndexOf('\'', Along.Length)]}";

    private static IReadOnlyList<FieldChange> One(FieldChange change) => [change];
}
