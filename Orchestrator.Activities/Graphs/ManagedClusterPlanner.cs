using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// What each step of an AKS cluster's graph does. Several steps may be on one resource, and each is compared with what the one before it leaves: an upgrade over several
/// versions, or a pool that goes and comes again.
/// </summary>
/// <param name="surroundings">What Azure has.</param>
/// <param name="prior">Specs of earlier generations.</param>
internal sealed class ManagedClusterPlanner(ClusterSurroundings surroundings, PriorSpecs prior)
{
    private readonly Dictionary<string, JsonObject?> _expected = new(StringComparer.OrdinalIgnoreCase);

    public static bool Plans(GraphStep step) => step.Kind is StepKinds.ManagedCluster or StepKinds.AgentPool or StepKinds.ManagedClusterPower or StepKinds.NodeImage;

    public async Task<PlanDraft> PlanAsync(GraphStep step, ResourceDefinition? definition, PlanReads reads, CancellationToken cancellation)
    {
        var draft = Checked(await PlanStepAsync(step, definition, reads, cancellation).ConfigureAwait(false));
        var machines = new List<MachineChange>();
        foreach (var (pool, reasons) in draft.Error is null ? ManagedClusterRolls.PoolsOf(draft.Node) : [])
        {
            machines.AddRange((await NodesAsync(pool, reads, cancellation).ConfigureAwait(false)).Select(name => new MachineChange(name, PlanAction.Replace, reasons)));
        }

        return machines.Count == 0 ? draft : draft with { Node = draft.Node with { Machines = machines } };
    }

    private async Task<PlanDraft> PlanStepAsync(GraphStep step, ResourceDefinition? definition, PlanReads reads, CancellationToken cancellation) => step switch
    {
        { Kind: StepKinds.ManagedClusterPower } => PlanPower(step),
        { Kind: StepKinds.NodeImage } => await PlanNodeImageAsync(step, reads, cancellation).ConfigureAwait(false),
        { Verb: StepVerb.Delete } => PlanDelete(step, definition!),
        _ => PlanEnsure(step, definition!),
    };

    /// <summary>Of a stopped cluster no pool changes either; a cluster that is to be started is not stopped any more when its pools' turn comes.</summary>
    private PlanDraft Checked(PlanDraft draft)
    {
        var step = draft.Node.Step;
        return draft.Error is null && step is { Kind: StepKinds.AgentPool or StepKinds.NodeImage, Action: not PlanAction.Keep }
            && Find(ManagedClusterIds.Cluster(surroundings.Spec)) is { } cluster && ManagedClusterDefinition.IsStopped(cluster)
                ? draft with { Error = ManagedClusterDefinition.Stopped(surroundings.Spec, step.ResourceId!, $"the pool {ResourceId.NameOf(step.ResourceId!)}") }
                : draft;
    }

    private JsonObject? Find(string id) => _expected.TryGetValue(id, out var expected) ? expected : surroundings.Inventory.Find(id);

    private PlanDraft PlanDelete(GraphStep step, ResourceDefinition definition)
    {
        var (existing, isReplaced) = (Find(step.ResourceId!), step.Name.EndsWith(ManagedClusterIds.OldSuffix, StringComparison.Ordinal));
        _expected[step.ResourceId!] = null;
        return Draft(step, PlanAction.Delete, existing is null || !isReplaced ? [] : ReplacedFor(step, definition, existing));
    }

    /// <summary>Why a pool does not just change.</summary>
    private List<FieldChange> ReplacedFor(GraphStep step, ResourceDefinition definition, JsonObject pool)
    {
        List<FieldChange> reasons = [.. definition.Desired(ContextOf(step), pool).Changes.Where(c => definition.ImmutablePaths.Any(p => c.Path.StartsWith(p, StringComparison.Ordinal)))];
        if (ManagedClusterIds.PoolOf(surroundings.Spec, ResourceId.NameOf(step.ResourceId!)).RestartedAt is { } at && !AgentPoolDefinition.IsRestarted(pool, at))
        {
            reasons.Add(new FieldChange(MachineDifferences.RestartPath, null, at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        }

        return reasons;
    }

    private ResourceContext ContextOf(GraphStep step) => new() { Spec = surroundings.Spec, Step = step, OperationId = $"plan {surroundings.Spec.Key}", PriorSpecs = prior.All, SinceApplied = prior.SinceApplied, HasApplied = prior.HasApplied };

    /// <summary>Names of a pool's nodes; none of one that Azure does not have yet.</summary>
    private async Task<IReadOnlyList<string>> NodesAsync(string poolId, PlanReads reads, CancellationToken cancellation)
    {
        if (surroundings.Inventory.Find(poolId) is null)
        {
            return [];
        }

        var machines = await reads.InstancesAsync(poolId, async () =>
        {
            var (items, error) = await reads.Arm.ListAsync(poolId, ArmTypes.AgentPoolMachine, $"plan {surroundings.Spec.Key}", cancellation).ConfigureAwait(false);
            return error is null ? items : throw new OrchestratorException(error);
        }).ConfigureAwait(false);
        return [.. machines.Select(static m => (string?)m["name"]).OfType<string>().Order(StringComparer.Ordinal)];
    }

    private PlanDraft PlanEnsure(GraphStep step, ResourceDefinition definition)
    {
        var id = step.ResourceId!;
        var existing = Find(id);
        if (existing is not null && !surroundings.IsOurs(id) && !definition.Adopts(surroundings.Spec))
        {
            return Draft(step, PlanAction.Update, []) with { Error = ResourceOwnership.NotOurs(id) };
        }

        var desired = definition.Desired(ContextOf(step), existing);
        _expected[id] = Left(existing, desired.Body, id);
        if (desired.IsNew && step.Kind == StepKinds.ManagedCluster)
        {
            foreach (var pool in surroundings.Spec.ManagedCluster!.Pools)
            {
                // They are made with it, in one request.
                _expected[ManagedClusterIds.Pool(surroundings.Spec, pool.Name)] = null;
            }
        }

        if (!desired.IsNew && step.Kind == StepKinds.ManagedCluster)
        {
            FollowPools(id, desired.Body);
        }

        var changes = PlanService.WithRepair(existing, desired.Changes);
        var action = desired.IsNew ? PlanAction.Create : changes.Count > 0 || desired.Error is not null ? PlanAction.Update : PlanAction.Keep;
        return Draft(step, action, desired.IsNew ? [] : changes) with { Error = desired.Error };
    }

    /// <summary>Pools that move with their cluster are then as its body has them.</summary>
    private void FollowPools(string clusterId, JsonObject body)
    {
        foreach (var profile in (body["properties"]?["agentPoolProfiles"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var pool = $"{clusterId}/agentPools/{(string?)profile["name"]}";
            _expected[pool] = Left(Find(pool), new JsonObject { ["properties"] = profile.DeepClone() }, pool);
        }
    }

    /// <summary>The resource once the step is done: what is wanted, running.</summary>
    private static JsonObject Left(JsonObject? existing, JsonObject body, string id)
    {
        var left = (JsonObject)body.DeepClone();
        left["id"] = id;
        if (left["properties"] is not JsonObject properties)
        {
            return left;
        }

        properties["provisioningState"] = "Succeeded";
        foreach (var (current, wanted) in new[] { ("currentKubernetesVersion", "kubernetesVersion"), ("currentOrchestratorVersion", "orchestratorVersion") })
        {
            if (properties[wanted] is { } version && AksVersion.IsBehind((string?)existing?["properties"]?[current], (string)version!))
            {
                properties[current] = version.DeepClone();
            }
        }

        return left;
    }

    private PlanDraft PlanPower(GraphStep step)
    {
        var cluster = Find(step.ResourceId!);
        var (isStopped, wanted) = (cluster is not null && ManagedClusterDefinition.IsStopped(cluster), surroundings.Spec.ManagedCluster!.Power!.Value);
        if (cluster?["properties"] is JsonObject properties)
        {
            var left = (JsonObject)cluster.DeepClone();
            left["properties"]!["powerState"] = new JsonObject { ["code"] = wanted.ToString() };
            _expected[step.ResourceId!] = left;
        }

        return isStopped == (wanted == ManagedClusterPower.Stopped)
            ? Draft(step, PlanAction.Keep, [])
            : Draft(step, PlanAction.Update, [new FieldChange("$.properties.powerState.code", isStopped ? "Stopped" : "Running", wanted.ToString())]);
    }

    private async Task<PlanDraft> PlanNodeImageAsync(GraphStep step, PlanReads reads, CancellationToken cancellation)
    {
        var id = step.ResourceId!;
        if (!reads.ComparesNodeImages || surroundings.Inventory.Find(id) is not { } pool || (string?)pool["properties"]?["nodeImageVersion"] is not { } image)
        {
            // Made with the newest.
            return Draft(step, PlanAction.Keep, []);
        }

        var newest = await NodeImageActivities.NewestAsync(reads.Arm, id, $"plan {surroundings.Spec.Key}", cancellation).ConfigureAwait(false);
        return newest is null || newest == image
            ? Draft(step, PlanAction.Keep, [])
            : Draft(step, PlanAction.Update, [new FieldChange("$.properties.nodeImageVersion", image, newest)]);
    }

    private static PlanDraft Draft(GraphStep step, PlanAction action, IReadOnlyList<FieldChange> changes) => PlanDraft.Of(
        new PlanNode { Step = step with { Action = action }, ResourceType = ResourceId.TypeOf(step.ResourceId!), Changes = changes }, [ClusterInventory.Holder(step.ResourceId!)]);
}
