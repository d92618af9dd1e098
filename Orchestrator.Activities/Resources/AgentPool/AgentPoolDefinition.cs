using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Arm;

namespace Orchestrator.Activities.Resources.AgentPool;

/// <summary>
/// A pool of an AKS cluster. The autoscaler's number of nodes, Azure's own labels and taints, and a version to which Azure went by itself stay; most of what
/// its machines are never changes in place.
/// </summary>
public sealed class AgentPoolDefinition : ResourceDefinition
{
    /// <summary>Begins the keys of labels and taints that Azure puts on nodes.</summary>
    private const string AzuresOwn = "kubernetes.azure.com/";

    /// <summary>Tag of a pool that was made for a restart: when that was asked for.</summary>
    private const string RestartTag = "orchestrator-restarted-at";

    public override string Kind => StepKinds.AgentPool;

    public override string Type => ArmTypes.AgentPool;

    public override bool HasTags => false;

    public override int PollSeconds => 30;

    public override bool SaysNull => true;

    public override IReadOnlyList<string> ImmutablePaths => Frozen;

    private static IReadOnlyList<string> Frozen { get; } =
    [
        .. new[]
        {
            "vmSize", "osDiskSizeGB", "osDiskType", "osType", "availabilityZones", "maxPods", "scaleSetPriority", "enableUltraSSD", "enableFIPS", "enableEncryptionAtHost",
            "enableNodePublicIP", "nodePublicIPPrefixID", "kubeletDiskType", "vnetSubnetID", "podSubnetID", "kubeletConfig", "linuxOSConfig", "type",
        }.Select(static name => $"$.properties.{name}"),
    ];

    public override bool Adopts(ClusterSpec spec) => spec.ManagedCluster!.Adopt;

    public override IReadOnlyDictionary<string, string>? Headers(ResourceContext context) => ManagedClusterIds.PoolOf(context.Spec, NameOf(context)).Headers;

    public override JsonObject Render(ResourceContext context) =>
        new() { ["properties"] = PropertiesOf(context.Spec, ManagedClusterIds.PoolOf(context.Spec, NameOf(context)), context.Step.Version) };

    /// <param name="version">Where the pool stops on its way; null: at what the spec wants.</param>
    internal static JsonObject PropertiesOf(ClusterSpec spec, AgentPoolSpec pool, string? version)
    {
        var properties = (JsonObject)pool.Properties.DeepClone();
        if ((version ?? pool.Version ?? spec.ManagedCluster!.Version) is { } wanted)
        {
            properties["orchestratorVersion"] = AksVersion.Text(wanted);
        }

        if (pool.RestartedAt is { } at)
        {
            if (properties["tags"] is not JsonObject tags)
            {
                properties["tags"] = tags = [];
            }

            tags[RestartTag] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }

        return properties;
    }

    /// <summary>Whether a pool was made for a restart that was asked for at <paramref name="at"/>, or for a later one.</summary>
    internal static bool IsRestarted(JsonObject pool, DateTimeOffset at) =>
        DateTimeOffset.TryParse((string?)pool["properties"]?["tags"]?[RestartTag], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) && since >= at;

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        if ((existing is null || ProvisioningStates.Of(existing) != ResourceState.InProgress) && Desired(context, existing).NeedsPut)
        {
            await WaitForClusterAsync(context, arm, cancellation).ConfigureAwait(false);
        }

        return context;
    }

    protected override void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing)
    {
        var (wanted, present) = ((JsonObject)rendered["properties"]!, existing["properties"] as JsonObject ?? []);
        SaidNulls.Drop(context, wanted, "$.properties", spec => PropertiesIn([spec], context).FirstOrDefault(), Frozen);
        if (wanted["orchestratorVersion"] is { } version && !AksVersion.IsBehind(AksVersion.OfPool(existing), (string)version!))
        {
            wanted.Remove("orchestratorVersion");
        }

        AdaptCount(context, wanted, present);
        AdaptTaints(context, wanted, present);
        foreach (var map in (string[])["nodeLabels", "tags"])
        {
            RetireKeys(context, map, wanted, present);
        }

        foreach (var before in PropertiesIn(context.SinceApplied, context))
        {
            RemovedFields.OfPool(before, wanted, present, Frozen.Select(static path => path[(path.LastIndexOf('.') + 1)..]));
        }
    }

    /// <summary>Only one change at a time goes through, of the cluster or of a pool, unless the spec lets several pools change at once.</summary>
    private async Task WaitForClusterAsync(ResourceContext context, ArmConnection arm, CancellationToken cancellation)
    {
        var read = await arm.GetAsync(ManagedClusterIds.Cluster(context.Spec), context.OperationId, cancellation).ConfigureAwait(false);
        if (read.Resource is not { } cluster || read.Error is not null)
        {
            return;
        }

        if (ManagedClusterDefinition.IsStopped(cluster))
        {
            throw new OrchestratorException(ManagedClusterDefinition.Stopped(context.Spec, context.Step.ResourceId!, $"the pool {NameOf(context)}"));
        }

        var name = context.Spec.ManagedCluster!.Name;
        var atWork = ProvisioningStates.Of(cluster) == ResourceState.InProgress ? [$"the cluster {name}"]
            : context.Spec.ManagedCluster.MaxParallelPools > 1 ? []
            : ManagedClusterDefinition.PoolsAtWork(cluster).Select(static pool => $"the pool {pool}").ToList();
        if (atWork.Count > 0)
        {
            throw new OrchestratorException(ErrorCatalog.AzureConflict.With($"Azure still works on {atWork[0]}.", context.Step.ResourceId) with { RetryAfterSeconds = PollSeconds });
        }
    }

    private static void AdaptCount(ResourceContext context, JsonObject wanted, JsonObject present)
    {
        var scales = wanted["enableAutoScaling"] is JsonValue flag ? flag.GetValue<bool>() : (bool?)null;
        var isScaled = present["enableAutoScaling"] is JsonValue now && now.GetValue<bool>();
        if (scales == true && present["count"] is { } count)
        {
            var (least, most) = ((int?)wanted["minCount"] ?? 0, (int?)wanted["maxCount"] ?? int.MaxValue);
            var clamped = Math.Clamp((int)count, least, Math.Max(least, most));
            wanted["count"] = clamped;
        }
        else if (scales is null && isScaled && !PriorOf(context).Any(static p => p["enableAutoScaling"]?.GetValue<bool>() == true))
        {
            // Somebody else's autoscaler.
            wanted.Remove("count");
        }
        else if (scales != true && isScaled)
        {
            wanted["enableAutoScaling"] = false;
            wanted["minCount"] = null;
            wanted["maxCount"] = null;
        }
    }

    private static void AdaptTaints(ResourceContext context, JsonObject wanted, JsonObject present)
    {
        var hadTaints = PriorOf(context).Any(static p => p["nodeTaints"] is JsonArray { Count: > 0 });
        if (wanted["nodeTaints"] is null && !hadTaints)
        {
            return;
        }

        var taints = wanted["nodeTaints"] as JsonArray ?? [];
        if (wanted["nodeTaints"] is null)
        {
            wanted["nodeTaints"] = taints;
        }

        foreach (var own in (present["nodeTaints"] as JsonArray ?? []).Select(static t => (string?)t).OfType<string>().Where(static t => t.StartsWith(AzuresOwn, StringComparison.Ordinal)))
        {
            if (!taints.Any(t => (string?)t == own))
            {
                taints.Add((JsonNode)own);
            }
        }
    }

    /// <summary>Keys that an earlier spec set and this one does not were ours, so they go; all others are Azure's or somebody else's.</summary>
    private static void RetireKeys(ResourceContext context, string map, JsonObject wanted, JsonObject present)
    {
        var once = PriorOf(context).SelectMany(p => p[map] as JsonObject ?? []).Select(static m => m.Key).Distinct(StringComparer.Ordinal);
        var retired = once.Where(key => present[map]?[key] is not null && (wanted[map] as JsonObject)?.ContainsKey(key) != true).ToList();
        if (retired.Count == 0)
        {
            return;
        }

        if (wanted[map] is not JsonObject keys)
        {
            wanted[map] = keys = [];
        }

        retired.ForEach(key => keys[key] = null);
    }

    private static IEnumerable<JsonObject> PriorOf(ResourceContext context) => PropertiesIn(context.PriorSpecs, context);

    private static IEnumerable<JsonObject> PropertiesIn(IEnumerable<ClusterSpec> specs, ResourceContext context) => specs
        .SelectMany(static s => s.ManagedCluster?.Pools ?? [])
        .Where(p => string.Equals(p.Name, ManagedClusterIds.PoolOf(context.Spec, NameOf(context)).Name, StringComparison.OrdinalIgnoreCase))
        .Select(static p => p.Properties);

    // The step's own name may say more than the pool's.
    private static string NameOf(ResourceContext context) => ResourceId.NameOf(context.Step.ResourceId!);
}
