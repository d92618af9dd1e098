using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>What a deletion takes along, what stays and why, and what is looked at last.</summary>
public sealed class DeletionPlanner(GroupContentsReader contents)
{
    internal async Task<(List<PlanNode> Nodes, IReadOnlyList<string> OfWorkloads)> PlanAsync(
        ClusterSpec spec, InventoryReader reader, IReadOnlySet<string> recorded, ArmConnection arm, bool deleteForeign, CancellationToken cancellation)
    {
        var operation = $"plan {spec.Key}";
        var inventory = await reader.ReadAsync(spec, recorded).ConfigureAwait(false);
        var doubtful = new ClusterSurroundings(spec, inventory, recorded).UnseenInBorrowedGroups;
        var surroundings = new ClusterSurroundings(spec, await reader.ConfirmAsync(inventory, doubtful).ConfigureAwait(false), recorded);
        var kept = surroundings.Retained;
        bool Goes(string id) => !kept.Any(container => ClusterSurroundings.StaysWith(container.Id, id));
        var groups = surroundings.OwnedGroups.Where(Goes).ToList();
        var inside = await contents.ReadAsync(spec, groups, recorded, arm, operation, cancellation).ConfigureAwait(false);
        IReadOnlyList<KeptResource> ForeignIn(string group) => [.. inside.Foreign.Where(f => ResourceId.Holds(group, f.ResourceId))];
        var staying = deleteForeign ? [] : groups.Where(group => ForeignIn(group).Count > 0).ToList();
        List<string> ours = [.. surroundings.OwnedResources.Concat(inside.OfWorkloads).Distinct(StringComparer.OrdinalIgnoreCase).Where(Goes)];
        List<PlanNode> nodes =
        [
            .. ClusterDeletionGraph.Build(ClusterResourceIds.ResourceGroup(spec), [.. groups.Except(staying)], ours).Select(DeleteNode)
                .Select(node => node.Step.Kind == StepKinds.ResourceGroup && ForeignIn(node.Step.ResourceId!) is { Count: > 0 } foreign ? WithForeign(node, foreign) : node),
            .. kept.Select(static container => KeptNode(container.Id, container.Reason)),
        ];
        List<string> keys = [.. nodes.Select(static n => n.Step.Key)];
        if (spec.ManagedCluster is not null && NodeGroupOf(surroundings) is { } nodeGroup)
        {
            var leftovers = await new ManagedClusterLeftovers(arm, operation, cancellation).ReadAsync(spec, inventory.Find(ManagedClusterIds.Cluster(spec))!, nodeGroup).ConfigureAwait(false);
            nodes.Add(LastNode(StepKinds.NodeResourceGroup, nodeGroup, keys) with
            {
                Foreign = leftovers.Count == 0 ? null : leftovers,
                Note = leftovers.Count == 0 ? null : $"Azure leaves {leftovers.Count} resource(s) behind that served the cluster:",
            });
        }

        nodes.AddRange(staying.Select(group => StayingNode(group, ForeignIn(group), keys)));
        return (nodes, inside.OfWorkloads);
    }

    private static PlanNode WithForeign(PlanNode node, IReadOnlyList<KeptResource> foreign) =>
        node with { Foreign = foreign, Note = $"It goes with {foreign.Count} resource(s) in it that are not the cluster's:" };

    /// <summary>A group that was made for the cluster and is others' too by now: it is given up once everything else is gone.</summary>
    private static PlanNode StayingNode(string group, IReadOnlyList<KeptResource> foreign, IReadOnlyList<string> after) => LastNode(StepKinds.ForeignResources, group, after) with
    {
        Foreign = foreign,
        Note = $"The resource group stays, with {foreign.Count} resource(s) in it that are not the cluster's; to delete them too: orc delete cluster --delete-foreign",
    };

    private static PlanNode KeptNode(string id, string reason) => new()
    {
        Step = new GraphStep
        {
            Key = GraphBuilder.Key(StepKinds.BlobContainer, ResourceId.NameOf(id)),
            Kind = StepKinds.BlobContainer,
            Name = ResourceId.NameOf(id),
            Verb = StepVerb.Observe,
            ResourceId = id,
            Action = PlanAction.Keep,
        },
        ResourceType = ArmTypes.BlobContainer,
        Note = $"It stays, with its storage account and resource group: {reason}.",
    };

    /// <summary>Where Azure has the nodes of an AKS cluster of ours.</summary>
    private static string? NodeGroupOf(ClusterSurroundings surroundings)
    {
        var id = ManagedClusterIds.Cluster(surroundings.Spec);
        return surroundings.Inventory.Find(id) is { } cluster && surroundings.IsOurs(id) && (string?)cluster["properties"]?["nodeResourceGroup"] is { } group
            ? ResourceId.ResourceGroup(surroundings.Spec.SubscriptionId, group)
            : null;
    }

    /// <summary>A look at a group once everything else is done.</summary>
    private static PlanNode LastNode(string kind, string group, IReadOnlyList<string> after) => new()
    {
        Step = new GraphStep
        {
            Key = GraphBuilder.Key(kind, ResourceId.NameOf(group)),
            Kind = kind,
            Name = ResourceId.NameOf(group),
            Verb = StepVerb.Observe,
            ResourceId = group,
            DependsOn = after,
            Action = PlanAction.Read,
        },
        ResourceType = ArmTypes.ResourceGroup,
    };

    internal static PlanNode DeleteNode(GraphStep step) =>
        new() { Step = step with { Action = PlanAction.Delete }, ResourceType = ResourceId.TypeOf(step.ResourceId!) };
}
