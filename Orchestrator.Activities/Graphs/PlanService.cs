using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs.Preflight;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Compares a spec with Azure. Stores and changes nothing.</summary>
public sealed class PlanService(
    IArmConnections connections, IClusterStore clusters, IResourceIndex index, ResourceDefinitions definitions, MachineGroupPlanner machineGroups,
    MachinePreflight preflight)
{
    private readonly InventoryReader _reader = new();

    /// <param name="spec">What is wanted.</param>
    /// <param name="generation">Its generation; earlier ones say what was ours once.</param>
    /// <param name="kind">Apply, or Delete.</param>
    /// <param name="cancellation">Stops the reads.</param>
    /// <exception cref="OrchestratorException">Azure refused a read, something that is not ours is in the way, or a change is impossible.</exception>
    public async Task<ClusterPlan> PlanAsync(ClusterSpec spec, int generation, OperationKind kind, CancellationToken cancellation)
    {
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var recorded = await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false);
        var inventory = await _reader.ReadAsync(spec, recorded, arm, $"plan {spec.Key}", cancellation).ConfigureAwait(false);
        var surroundings = new ClusterSurroundings(spec, inventory, recorded.ToHashSet(StringComparer.OrdinalIgnoreCase));
        var nodes = kind == OperationKind.Delete
            ? PlanDeletion(surroundings)
            : await PlanApplyAsync(surroundings, generation, arm, cancellation).ConfigureAwait(false);
        return new ClusterPlan { Cluster = spec.Key, Generation = generation, Kind = kind, Nodes = nodes, Summary = Summarize(nodes) };
    }

    private static List<PlanNode> PlanDeletion(ClusterSurroundings surroundings) =>
        [.. ClusterDeletionGraph.Build(surroundings.OwnedGroups, surroundings.OwnedResources).Select(DeleteNode)];

    private static PlanNode DeleteNode(GraphStep step) =>
        new() { Step = step with { Action = PlanAction.Delete }, ResourceType = ResourceId.TypeOf(step.ResourceId!) };

    private static PlanSummary Summarize(IReadOnlyList<PlanNode> nodes)
    {
        int Count(PlanAction action) => nodes.Count(n => n.Step.Action == action);
        return new PlanSummary(
            Count(PlanAction.Create),
            Count(PlanAction.Update),
            Count(PlanAction.Replace),
            Count(PlanAction.Delete),
            Count(PlanAction.Keep) + Count(PlanAction.Read),
            nodes.Sum(static n => n.Machines.Count(static m => m.Action == PlanAction.Replace)));
    }

    private async Task<List<PlanNode>> PlanApplyAsync(ClusterSurroundings surroundings, int generation, ArmConnection arm, CancellationToken cancellation)
    {
        var prior = new List<ClusterSpec>();
        for (var earlier = 1; earlier < generation; earlier++)
        {
            if (await clusters.FindSpecAsync(surroundings.Spec.Key, earlier, cancellation).ConfigureAwait(false) is { } spec)
            {
                prior.Add(spec);
            }
        }

        var withAvailabilitySet = await preflight.NeedsAvailabilitySetAsync(surroundings.Spec, arm, cancellation).ConfigureAwait(false);
        var graph = KubeadmClusterGraph.Build(surroundings.Spec, surroundings.Borrowed, surroundings.DisconnectedPeerings, withAvailabilitySet);
        var nodes = new List<PlanNode>();
        foreach (var step in graph)
        {
            nodes.Add(step.Kind switch
            {
                StepKinds.ControlPlane => await machineGroups.PlanControlPlaneAsync(step, surroundings, arm, cancellation).ConfigureAwait(false),
                StepKinds.MachinePool => await machineGroups.PlanPoolAsync(step, surroundings, arm, cancellation).ConfigureAwait(false),
                _ => PlanResource(step, surroundings, prior),
            });
        }

        await preflight.CheckAsync(surroundings, nodes, arm, cancellation).ConfigureAwait(false);
        nodes.AddRange(RetiredResources.Steps(surroundings, graph).Select(DeleteNode));
        return nodes;
    }

    private PlanNode PlanResource(GraphStep step, ClusterSurroundings surroundings, IReadOnlyList<ClusterSpec> prior)
    {
        var definition = definitions[step.Kind];
        if (step.Verb == StepVerb.Observe)
        {
            return Node(PlanAction.Read, []);
        }

        if (step.Kind == StepKinds.RoleAssignment)
        {
            return Node(surroundings.Recorded.Contains(step.ResourceId!) ? PlanAction.Keep : PlanAction.Create, []);
        }

        if (surroundings.Inventory.Find(step.ResourceId!) is not { } existing)
        {
            return Node(PlanAction.Create, []);
        }

        if (!surroundings.IsOurs(step.ResourceId!))
        {
            throw new OrchestratorException(ResourceOwnership.NotOurs(step.ResourceId!));
        }

        var context = new ResourceContext { Spec = surroundings.Spec, Step = step, OperationId = $"plan {surroundings.Spec.Key}", PriorSpecs = prior };
        var desired = definition.Desired(context, existing);
        if (desired.Error is not null)
        {
            throw new OrchestratorException(desired.Error);
        }

        var changes = WithRepair(existing, desired.Changes);
        return Node(desired.IsReplacement && desired.NeedsPut ? PlanAction.Replace : changes.Count > 0 ? PlanAction.Update : PlanAction.Keep, changes);

        PlanNode Node(PlanAction action, IReadOnlyList<FieldChange> changes) =>
            new() { Step = step with { Action = action }, ResourceType = definition.Type, Changes = changes };
    }

    /// <summary>A resource that Azure left Failed is sent again even when nothing differs.</summary>
    private static IReadOnlyList<FieldChange> WithRepair(JsonObject existing, IReadOnlyList<FieldChange> changes) =>
        ProvisioningStates.Of(existing) == ResourceState.Failed
            ? [.. changes, new FieldChange("$.properties.provisioningState", ProvisioningStates.TextOf(existing), "Succeeded")]
            : changes;
}
