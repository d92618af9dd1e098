using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>A cluster's ARM resources as an apply left them, and somebody else who changes them.</summary>
internal sealed class DriftBed(ActivitiesTestBed bed) : IAsyncDisposable
{
    public ActivitiesTestBed Bed { get; } = bed;

    public static async Task<DriftBed> StartAsync(ActivitiesTestBed bed)
    {
        await bed.CreateAllAsync();
        foreach (var assignment in bed.Spec.ManagedCluster is null ? KubeadmClusterGraph.Build(bed.Spec, Borrowed.Nothing).Where(static s => s.Kind == StepKinds.RoleAssignment) : [])
        {
            await bed.ReachAsync(assignment);
        }

        await SettledAsync(bed, bed.Spec.Key);
        return new DriftBed(bed);
    }

    /// <summary>As after an operation that has ended well.</summary>
    public static async Task SettledAsync(ActivitiesTestBed bed, ClusterKey key)
    {
        var store = bed.Get<IClusterStore>();
        var document = (await store.FindAsync(key, default))!;
        await store.SaveAsync(document with { Phase = ClusterPhase.Ready, OperationRunning = false, ObservedGeneration = document.Generation }, default);
    }

    public DriftChecks Checks => new(
        Bed.Get<IArmConnections>(), Bed.Get<IClusterStore>(), Bed.Get<IResourceIndex>(), Bed.Plans, Bed.Get<ClusterNodes>(), Bed.Get<ManagedClusterChecks>(), Bed.Get<MachineHealthOptions>(), Bed.Get<DriftStore>(), Bed.Clock);

    /// <summary>A check, some time after the one before: Azure counts queries.</summary>
    public async Task<DriftReport> CheckAsync()
    {
        Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await Bed.SettleAsync();
        return Assert.Single(await Checks.CheckAsync([Bed.Spec.Key], default));
    }

    /// <summary>Changes a resource behind our back. What Azure answered when it would not; null: it is done.</summary>
    public async Task<string?> ChangeAsync(string id, Action<JsonObject> change)
    {
        Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var body = Read(id);
        change(body);

        // Azure shows pools with what only it writes.
        (body["properties"] as JsonObject)?.Remove("agentPoolProfiles");
        if (ResourceId.TypeOf(id) == ArmTypes.StorageAccount)
        {
            body = Creatable(body);
        }

        var arm = await Bed.Get<IArmConnections>().ForAsync(Bed.Spec, default);
        var put = await arm.PutAsync(id, body, etag: null, "somebody else", default);
        while (put.Error is { Category: ErrorCategory.RateLimited } error)
        {
            Bed.Clock.Advance(TimeSpan.FromSeconds(error.RetryAfterSeconds ?? 60));
            put = await arm.PutAsync(id, body, etag: null, "somebody else", default);
        }

        await Bed.SettleAsync();
        return put.Error?.AzureCode ?? put.Error?.Code;
    }

    /// <summary>Of a storage account Azure shows more than it takes.</summary>
    private static JsonObject Creatable(JsonObject account)
    {
        string[] written = ["location", "kind", "tags", "accessTier", "minimumTlsVersion", "supportsHttpsTrafficOnly", "allowBlobPublicAccess", "allowSharedKeyAccess", "keyPolicy"];
        JsonObject Only(JsonNode? from) => new(((JsonObject)from!).Where(m => written.Contains(m.Key, StringComparer.Ordinal)).Select(static m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        var body = Only(account);
        body["sku"] = new JsonObject { ["name"] = account["sku"]?["name"]?.DeepClone() };
        body["properties"] = Only(account["properties"]);
        return body;
    }

    /// <summary>A resource as Azure has it, without asking Azure, which counts.</summary>
    public JsonObject Read(string id) => Bed.Azure.Resources.Get(id) ?? (JsonObject)Bed.Azure.Resources.Get(ResourceId.ParentOf(id)!)!["properties"]!["inboundNatRules"]!.AsArray()
        .First(rule => ResourceId.Same((string?)rule!["id"], id))!.DeepClone();

    public async Task<string?> DeleteAsync(string id)
    {
        Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var arm = await Bed.Get<IArmConnections>().ForAsync(Bed.Spec, default);
        var deleted = await arm.DeleteAsync(id, "somebody else", default);
        await Bed.SettleAsync();
        return deleted.Error?.AzureCode ?? deleted.Error?.Code;
    }

    /// <summary>Carries out what an apply would, for resources that are no machines.</summary>
    /// <returns>What Azure refused; null: nothing.</returns>
    public async Task<string?> RepairAsync()
    {
        Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await Bed.SettleAsync();
        var plan = await Bed.Plans.PlanAsync(Bed.Spec, Bed.Generation, Contracts.Operations.OperationKind.Apply, default);
        foreach (var node in plan.Nodes.Where(static n => n.Step.ResourceId is not null && n.Step.Action is PlanAction.Create or PlanAction.Update or PlanAction.Replace))
        {
            if (await ReachAsync(node.Step) is { } refused)
            {
                return refused;
            }
        }

        // What is made anew comes without its children.
        if (plan.Nodes.Any(static n => n.Step.Action == PlanAction.Replace))
        {
            return await RepairAsync();
        }

        foreach (var pool in plan.Nodes.Where(static n => n.Step is { Kind: StepKinds.MachinePool, Action: PlanAction.Update or PlanAction.Create }))
        {
            await Bed.ReachAsync(Bed.PoolStep, capacity: Bed.Spec.MachinePools.Single(p => p.Name == pool.Step.Name).Replicas);
        }

        return null;
    }

    /// <summary>Also through a deletion, where Azure takes no change in place.</summary>
    private async Task<string?> ReachAsync(GraphStep step)
    {
        var tries = 0;
        for (var outcome = await Bed.EnsureAsync(step); outcome.State != ResourceState.Ready; outcome = await Bed.EnsureAsync(step))
        {
            if (outcome.Error is { } error && (error.Retry != RetryClass.Transient || ++tries > 10))
            {
                return error.AzureCode ?? error.Code;
            }

            Bed.Clock.Advance(TimeSpan.FromSeconds(outcome.Error?.RetryAfterSeconds ?? 1));
            await Bed.SettleAsync();
        }

        return null;
    }

    public ValueTask DisposeAsync() => Bed.DisposeAsync();

    public static string Told(DriftReport report) =>
        report.Error?.ToString() ?? string.Join('\n', report.Findings.Select(static f => $"{f.Kind} {f.ResourceType} {f.Name} {f.Field}: {f.Found} wanted {f.Wanted} {f.Repair} {f.Problem}"));
}
