using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>One cluster as a tree: what it shall be, what it is, and its resources and machines as the newest operation left them.</summary>
public static class ClusterTree
{
    public static IRenderable Render(ClusterDescription description)
    {
        var (cluster, operation) = description;
        var tree = new Tree(new Paragraph().Append($"{cluster.Cluster}", Styles.Strong).Append($"  {cluster.Phase}", ClusterTable.StyleOf(cluster.Phase)));
        tree.AddNode(new Paragraph($"version {cluster.Version}, control plane runs {cluster.ControlPlaneVersion ?? "none yet"}"));
        tree.AddNode(new Paragraph($"generation {cluster.Generation}, carried out {cluster.ObservedGeneration}"));
        tree.AddNode(new Paragraph($"resource group {cluster.ResourceGroup} in {cluster.Location}"));
        tree.AddNode(new Paragraph($"endpoint {cluster.Endpoint ?? "none yet"}"));
        tree.AddNode(new Paragraph($"machines {(cluster.ControlPlaneReplicas == 0 ? "" : $"{cluster.ControlPlaneReplicas} control plane, ")}{cluster.WorkerReplicas} workers{(cluster.ControlPlaneReplicas == 0 ? "; the control plane is Azure's" : "")}"));
        if (cluster.Power is { } power)
        {
            tree.AddNode(new Paragraph($"power {power}"));
        }

        tree.AddNode(new Paragraph($"age {Elapsed.Format(cluster.ServerTime - cluster.CreatedAt)}"));
        if (cluster.RolloutPause is { } pause)
        {
            tree.AddNode(new Paragraph($"rollouts paused since {pause.Since:u}{(pause.Reason is null ? "" : $", {pause.Reason}")}", Styles.Caution));
        }

        if (cluster.Drift is { } drift)
        {
            tree.AddNode(DriftText.Line(drift));
        }

        AddSource(tree, cluster);
        if (cluster.Error is { } error)
        {
            var node = tree.AddNode(new Paragraph().Append($"error {error.Code} ({error.Category})", Styles.Bad).Append($": {error.Message}"));
            node.AddNode(new Paragraph($"hint: {error.Action}", Styles.Hint));
        }

        if (operation is not null)
        {
            var look = StepLook.Of(operation.State);
            var node = tree.AddNode(new Paragraph()
                .Append($"operation {operation.Id}: {operation.Kind.ToString().ToLowerInvariant()} ")
                .Append(look.Word, look.Style)
                .Append($", {operation.Percent}%, {Elapsed.Format(operation.Elapsed())}"));
            OperationTree.AddSteps(node, operation);
        }

        return tree;
    }

    private static void AddSource(Tree tree, ClusterStatus cluster)
    {
        if (cluster.Source is { } source)
        {
            tree.AddNode(new Paragraph($"source {source.Repository}, path {source.Path}, revision {source.Revision} ({source.Sequence})"));
        }

        if (cluster.SourceStatus is { State: not SourceState.Accepted, Error: { } error } refused)
        {
            var node = tree.AddNode(new Paragraph()
                .Append($"revision {refused.Source.Revision} ({refused.Source.Sequence}) {refused.State.ToString().ToLowerInvariant()}, {error.Code}", Styles.Bad)
                .Append($": {error.Message}"));
            node.AddNode(new Paragraph($"hint: {error.Action}", Styles.Hint));
        }
    }
}
