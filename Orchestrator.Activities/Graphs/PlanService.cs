using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs.Preflight;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.ManagedCluster;
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
    DeletionPlanner deletions, MachinePreflight preflight, ManagedClusterPreflight managedPreflight, ClusterNodes clusterNodes, MachineHealthOptions health, TimeProvider time)
{
    /// <param name="spec">What is wanted.</param>
    /// <param name="generation">Its generation; earlier ones say what was ours once.</param>
    /// <param name="kind">Apply, or Delete.</param>
    /// <param name="cancellation">Stops the reads.</param>
    /// <param name="deleteForeign">A deletion takes along what others have in resource groups that were made for the cluster.</param>
    /// <exception cref="OrchestratorException">Azure refused a read, something that is not ours is in the way, or a change is impossible.</exception>
    public async Task<ClusterPlan> PlanAsync(ClusterSpec spec, int generation, OperationKind kind, CancellationToken cancellation, bool deleteForeign = false)
    {
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var reader = new InventoryReader(arm, OperationOf(spec), cancellation);
        var recorded = (await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var document = await clusters.FindAsync(spec.Key, cancellation).ConfigureAwait(false);
        var (nodes, ofWorkloads) = kind == OperationKind.Delete
            ? await deletions.PlanAsync(spec, reader, recorded, arm, deleteForeign || spec.Operations is { DeleteForeign: true }, cancellation).ConfigureAwait(false)
            : (await PlanApplyAsync(
                spec, generation, reader, recorded, new PlanReads(arm) { Nodes = await clusterNodes.TryReadAsync(document, cancellation).ConfigureAwait(false) }, cancellation).ConfigureAwait(false), []);
        return new ClusterPlan
        {
            Cluster = spec.Key,
            Generation = generation,
            Kind = kind,
            Nodes = nodes,
            Summary = Summarize(nodes),
            OfWorkloads = ofWorkloads.Count == 0 ? null : ofWorkloads,
            RolloutsPaused = document is { RolloutPause: not null },
        };
    }

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

    private static string OperationOf(ClusterSpec spec) => $"plan {spec.Key}";

    private async Task<List<PlanNode>> PlanApplyAsync(
        ClusterSpec spec, int generation, InventoryReader reader, IReadOnlySet<string> recorded, PlanReads reads, CancellationToken cancellation)
    {
        var inventory = await reader.ReadAsync(spec, recorded).ConfigureAwait(false);
        var (drafts, surroundings) = await CompareAsync(new ClusterSurroundings(spec, inventory, recorded), generation, reader, reads, cancellation).ConfigureAwait(false);
        return await CheckedAsync(drafts, surroundings, reads, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// What differs, confirmed: each node with what forbids it, and what Azure has as far as it was read in the end. Drafts from what the graph query said, has
    /// everything confirmed that the draft would act on, and drafts again, until all of it rests on facts. Each round confirms something new, so it ends; a cluster
    /// that is as it should be takes one round.
    /// </summary>
    internal async Task<(List<PlanDraft> Drafts, ClusterSurroundings Surroundings)> CompareAsync(
        ClusterSurroundings seen, int generation, InventoryReader reader, PlanReads reads, CancellationToken cancellation)
    {
        var prior = await PriorSpecs.ReadAsync(clusters, seen.Spec, generation, cancellation).ConfigureAwait(false);
        var inventory = seen.Inventory;
        while (true)
        {
            var surroundings = seen with { Inventory = inventory };
            var drafts = await DraftAsync(surroundings, prior, reads, cancellation).ConfigureAwait(false);
            var doubtful = drafts.SelectMany(static d => d.RestsOn).Concat(surroundings.Unseen)
                .Where(id => !inventory.IsConfirmed(id))
                .Select(ClusterInventory.Holder)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .ToList();
            if (doubtful.Count == 0)
            {
                return (drafts, surroundings);
            }

            reads.Forget(doubtful);
            inventory = await reader.ConfirmAsync(inventory, doubtful).ConfigureAwait(false);
        }
    }

    /// <summary>Without what is to be retired, which needs nothing of Azure.</summary>
    private async Task<List<PlanNode>> CheckedAsync(List<PlanDraft> drafts, ClusterSurroundings surroundings, PlanReads reads, CancellationToken cancellation)
    {
        List<PlanNode> nodes = [.. drafts.Select(static d => d.Error is null ? d.Node : throw new OrchestratorException(d.Error))];
        List<PlanNode> lasting = [.. nodes.Where(static n => n.Step.Verb != StepVerb.Delete)];
        await (surroundings.Spec.ManagedCluster is null
            ? preflight.CheckAsync(surroundings, lasting, reads.Arm, cancellation)
            : managedPreflight.CheckAsync(surroundings, lasting, reads.Arm, cancellation)).ConfigureAwait(false);
        return nodes;
    }

    private async Task<List<PlanDraft>> DraftAsync(ClusterSurroundings surroundings, PriorSpecs prior, PlanReads reads, CancellationToken cancellation)
    {
        if (surroundings.Spec.ManagedCluster is not null)
        {
            return await DraftManagedAsync(surroundings, prior, reads, cancellation).ConfigureAwait(false);
        }

        var withAvailabilitySet = await preflight.NeedsAvailabilitySetAsync(surroundings.Spec, reads.Arm, cancellation).ConfigureAwait(false);
        var graph = KubeadmClusterGraph.Build(surroundings.Spec, surroundings.Borrowed, surroundings.DisconnectedPeerings, withAvailabilitySet);
        var drafts = new List<PlanDraft>();
        foreach (var step in graph)
        {
            if (step.Kind == StepKinds.ControlPlane)
            {
                drafts.AddRange(await DraftControlPlaneAsync(step, surroundings, prior, reads, cancellation).ConfigureAwait(false));
                continue;
            }

            drafts.Add(step.Kind switch
            {
                StepKinds.MachinePool => await machineGroups.PlanPoolAsync(step, surroundings, reads, cancellation).ConfigureAwait(false),
                _ => PlanResource(step, surroundings, prior),
            });
        }

        drafts.AddRange(LeftNodeSteps.Of(LeftNodeSteps.Among(surroundings, reads, drafts, health), drafts, time.GetUtcNow()));
        drafts.AddRange(RetiredResources.Steps(surroundings, graph, prior.All).Select(static step => PlanDraft.Of(DeletionPlanner.DeleteNode(step), [step.ResourceId!])));
        return drafts;
    }

    private async Task<List<PlanDraft>> DraftManagedAsync(ClusterSurroundings surroundings, PriorSpecs prior, PlanReads reads, CancellationToken cancellation)
    {
        var restarts = await RestartsAsync(surroundings, cancellation).ConfigureAwait(false);
        var graph = ManagedClusterGraph.Build(surroundings.Spec, surroundings.Borrowed, surroundings.Inventory, restarts);
        var (planner, drafts) = (new ManagedClusterPlanner(surroundings, prior), new List<PlanDraft>());
        foreach (var step in graph)
        {
            drafts.Add(ManagedClusterPlanner.Plans(step)
                ? await planner.PlanAsync(step, definitions.Find(step.Kind), reads, cancellation).ConfigureAwait(false)
                : PlanResource(step, surroundings, prior));
        }

        drafts.AddRange(RetiredResources.Steps(surroundings, graph, prior.All).Select(static step => PlanDraft.Of(DeletionPlanner.DeleteNode(step), [step.ResourceId!])));
        return drafts;
    }

    /// <summary>
    /// Pools of an AKS cluster whose restart is still to be done: the pool's tag says what was done of it, and the spec that was carried out last what is over, whoever
    /// may have written other tags since.
    /// </summary>
    private async Task<IReadOnlySet<string>> RestartsAsync(ClusterSurroundings surroundings, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var asked = spec.ManagedCluster!.Pools
            .Where(p => p.RestartedAt is { } at && surroundings.Inventory.Find(ManagedClusterIds.Pool(spec, p.Name)) is { } pool && !AgentPoolDefinition.IsRestarted(pool, at)).ToList();
        if (asked.Count == 0)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var document = await clusters.FindAsync(spec.Key, cancellation).ConfigureAwait(false);
        var done = document is null ? null : await clusters.FindSpecAsync(spec.Key, document.ObservedGeneration, cancellation).ConfigureAwait(false);
        return asked.Where(p => done?.ManagedCluster?.Pools.FirstOrDefault(d => d.Name == p.Name)?.RestartedAt is not { } over || over < p.RestartedAt)
            .Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The group, and before it what differs of the parts of machines that stay: without its interface in the balancer's pool no machine gets well.</summary>
    private async Task<List<PlanDraft>> DraftControlPlaneAsync(
        GraphStep step, ClusterSurroundings surroundings, PriorSpecs prior, PlanReads reads, CancellationToken cancellation)
    {
        var group = await machineGroups.PlanControlPlaneAsync(step, surroundings, reads, cancellation).ConfigureAwait(false);
        var accelerated = await preflight.AcceleratesAsync(surroundings.Spec, reads.Arm, cancellation).ConfigureAwait(false);
        var parts = new List<PlanDraft>();
        foreach (var machine in group.Node.Machines.Where(m => m.Action == PlanAction.Keep && surroundings.Inventory.Find(ClusterResourceIds.VirtualMachine(surroundings.Spec, m.Name)) is not null))
        {
            parts.AddRange(MachineGraph.Ensure(surroundings.Spec, machine.Name)
                .Select(part => PlanResource(part, surroundings, prior, accelerated))
                .Where(static draft => draft.Error is not null || draft.Node.Step.Action != PlanAction.Keep));
        }

        var keys = parts.Select(static p => p.Node.Step.Key).ToHashSet(StringComparer.Ordinal);
        var whole = group with { Node = group.Node with { Step = group.Node.Step with { DependsOn = [.. step.DependsOn, .. keys] } } };
        return [.. parts.Select(part => part.After(step.DependsOn, keys)), whole];
    }

    private PlanDraft PlanResource(GraphStep step, ClusterSurroundings surroundings, PriorSpecs prior, bool? acceleratedNetworking = null)
    {
        var definition = definitions[step.Kind];
        if (step.Verb == StepVerb.Observe)
        {
            var about = new ResourceContext { Spec = surroundings.Spec, Step = step, OperationId = OperationOf(surroundings.Spec) };
            return Draft(PlanAction.Read, []) with { Error = surroundings.Inventory.Find(step.ResourceId!) is { } borrowed ? definition.Unfit(about, borrowed) : null };
        }

        if (step.Kind == StepKinds.RoleAssignment)
        {
            // Azure changes nothing of it that we set: it is there, or it is not.
            return Draft(surroundings.Inventory.Find(step.ResourceId!) is null ? PlanAction.Create : PlanAction.Keep, []);
        }

        if (surroundings.Inventory.Find(step.ResourceId!) is not { } existing)
        {
            return Draft(PlanAction.Create, []);
        }

        if (!surroundings.IsOurs(step.ResourceId!) && !(surroundings.Spec.ManagedCluster is not null && definition.Adopts(surroundings.Spec)))
        {
            return Draft(PlanAction.Update, []) with { Error = ResourceOwnership.NotOurs(step.ResourceId!) };
        }

        var context = new ResourceContext { Spec = surroundings.Spec, Step = step, OperationId = OperationOf(surroundings.Spec), PriorSpecs = prior.All, SinceApplied = prior.SinceApplied, HasApplied = prior.HasApplied, AcceleratedNetworking = acceleratedNetworking };
        var desired = definition.Desired(context, existing);
        var changes = WithRepair(existing, desired.Changes);
        var action = desired.IsReplacement && desired.NeedsPut ? PlanAction.Replace : changes.Count > 0 || desired.Error is not null ? PlanAction.Update : PlanAction.Keep;
        return Draft(action, changes) with { Error = desired.Error };

        PlanDraft Draft(PlanAction action, IReadOnlyList<FieldChange> changes) =>
            PlanDraft.Of(new PlanNode { Step = step with { Action = action }, ResourceType = definition.Type, Changes = changes }, [step.ResourceId!]);
    }

    /// <summary>A resource that Azure left Failed is sent again even when nothing differs.</summary>
    internal static IReadOnlyList<FieldChange> WithRepair(JsonObject? existing, IReadOnlyList<FieldChange> changes) =>
        existing is not null && ProvisioningStates.Of(existing) == ResourceState.Failed
            ? [.. changes, new FieldChange("$.properties.provisioningState", ProvisioningStates.TextOf(existing), "Succeeded")]
            : changes;
}
