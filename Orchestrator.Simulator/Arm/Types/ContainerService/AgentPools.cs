using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>Pools of nodes. One operation at a time on a pool, and none while its cluster has one; a pool is never ahead of its control plane.</summary>
internal sealed class AgentPools : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/managedClusters/agentPools";
    private const int MaxPools = 100;
    private static readonly (double, double) Beginning = (20, 40);
    private static readonly (double, double) Abort = (3, 10);

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ContainerService;

    public override OperationLatency Latency { get; } = new((60, 120), (20, 40), (90, 180));

    public override IReadOnlyList<string> Immutable =>
    [
        "properties.vmSize", "properties.osType", "properties.osDiskType", "properties.osDiskSizeGB", "properties.availabilityZones", "properties.maxPods", "properties.vnetSubnetID", "properties.podSubnetID",
        "properties.scaleSetPriority", "properties.type", "properties.enableFIPS", "properties.kubeletDiskType", "properties.enableEncryptionAtHost", "properties.kubeletConfig", "properties.linuxOSConfig",
    ];

    public override ArmOperation? Blocking(string id, OperationTable operations) => operations.RunningOn(References.OwnerOf(id)!);

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        // Clients that know the default send it along with what they read; AKS shows it to none.
        if (body.Text("properties.scaleSetPriority").Same("Regular"))
        {
            body.Ensure("properties").Remove("scaleSetPriority");
        }

        if (existing is null)
        {
            return body;
        }

        var desired = existing.Content.MergedWith(body);
        foreach (var whole in new[] { "tags", "nodeLabels", "nodeTaints", "powerState" })
        {
            desired.Ensure("properties").Remove(whole);
            if (body.At($"properties.{whole}") is { } value)
            {
                desired.Ensure("properties")[whole] = value.DeepClone();
            }
        }

        return desired;
    }

    public override string BusyState(ResourceWrite write)
    {
        if (write.Existing is not { } before)
        {
            return Provider.CreatingState;
        }

        var after = before with { Content = write.Content };
        return !VersionOf(before).Same(write.Content.Text("properties.orchestratorVersion")) ? "Upgrading"
            : PoolSteps.Wanted(before) is > 0 && IsStopped(write.Content) ? "Stopping"
            : IsStopped(before.Content) && !IsStopped(write.Content) ? "Starting"
            : PoolSteps.Wanted(before) != PoolSteps.Wanted(after) ? "Scaling" : "Updating";
    }

    public override void Accept(ResourceWrite write)
    {
        var cluster = write.World.Resources.Find(References.OwnerOf(write.Id))!;
        ManagedClusters.CheckRunning(cluster);
        Prepare(write, ManagedClusters.VersionOf(cluster), cluster.Location);
        if (write.Existing is null && Of(cluster.Id, write.World).Count() >= MaxPools)
        {
            throw AksErrors.Bad($"A managed cluster has at most {MaxPools} node pools.");
        }

        if (!IsSystem(write.Content) && !Of(cluster.Id, write.World).Any(pool => !pool.Id.Same(write.Id) && IsSystem(pool.Content)))
        {
            throw AksErrors.NoSystemPool();
        }
    }

    /// <summary>The rules of one pool and what AKS fills in; also for the pools in the body of a cluster.</summary>
    public static void Prepare(ResourceWrite write, string clusterVersion, string location)
    {
        var properties = write.Properties;
        properties.Default("osType", "Linux");
        properties.Default("mode", "User");
        properties.Default("type", "VirtualMachineScaleSets");
        properties.Default("osDiskType", "Managed");
        properties.Default("maxPods", 30);
        properties.Default("count", write.Content.Number("properties.minCount") ?? 1);
        properties.Default("scaleDownMode", "Delete");
        properties.Ensure("upgradeSettings").Default("maxSurge", "10%");
        foreach (var shown in new[] { "nodeImageVersion", "currentOrchestratorVersion", "eTag" })
        {
            properties.Remove(shown);
        }

        AgentPoolRules.AcceptVersion(write, clusterVersion, location);
        AgentPoolRules.CheckName(write);
        AgentPoolRules.CheckCounts(write);
        AgentPoolRules.CheckSize(write, location);

        // Every upgrade of the version takes the newest image along.
        var latest = AksNodeImages.Latest(new ArmResource(write.Id, TypeName, write.Name, write.Content, [], "", "", ""), write.World.Now);
        if (write.Existing is null || !VersionOf(write.Existing).Same(write.Content.Text("properties.orchestratorVersion")))
        {
            write.Service["targetImage"] = latest;
        }

        write.Service.Default("nodeImage", latest);
    }

    public override TimeSpan? Duration(ResourceWrite write) => write.Existing is null ? base.Duration(write) : write.World.Within(Beginning);

    public override OperationStep? Step(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var arguments = operation.Arguments.Copy();
        return operation.IsDelete ? PoolDrain.Next(resource, arguments, world)
            : operation.Action.Same("deleteMachines") ? PoolDrain.NextOfMachines(resource, arguments, world)
            : operation.IsWrite || operation.Action.Same("upgradeNodeImageVersion") ? PoolSteps.Next(resource, arguments.Ensure("nodes"), arguments, world)
            : null;
    }

    /// <summary>The nodes are there, or on their way for a pool that is seeded.</summary>
    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var missing = PoolSteps.Wanted(resource) - NodePools.Nodes(resource, world).Count;
        if (missing > 0)
        {
            NodePools.Add(resource, missing, surge: false, world);
        }

        // Making the scale set wrote the pool down.
        var pool = world.Resources.Find(resource.Id) ?? resource;
        return Settled(pool with { State = resource.State });
    }

    public override JsonObject DeleteArguments(ArmRequest? request) => new() { ["ignoresBudgets"] = request?.Query("ignore-pod-disruption-budget").Same("true") == true };

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        var cluster = References.OwnerOf(resource.Id)!;
        if (IsSystem(resource.Content) && !Of(cluster, world).Any(pool => !pool.Id.Same(resource.Id) && IsSystem(pool.Content)))
        {
            throw AksErrors.NoSystemPool();
        }
    }

    public override void Deleted(ArmResource resource, ArmWorld world) => NodePools.Drop(resource, world);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        // Pools have their etag inside.
        view.Remove("eTag");
        Describe(resource, view.Ensure("properties"));
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) => name.ToLowerInvariant() switch
    {
        "upgradeprofiles/default" => UpgradeProfile(resource, world),
        "machines" => new JsonObject { ["value"] = new JsonArray([.. NodePools.Nodes(resource, world).Select(node => AksMachines.Show(resource, node))]) },
        _ => name.StartsWith("machines/", StringComparison.OrdinalIgnoreCase) && AksMachines.Find(resource, name["machines/".Length..], world) is { } machine ? AksMachines.Show(resource, machine) : null,
    };

    public override ResourceAction? Action(string name) => name.ToLowerInvariant() switch
    {
        "upgradenodeimageversion" => new ResourceAction(BeginImage, static (pool, _, world) => world.Keep(Settled(pool))) { AnswersWithResource = true, BusyState = "UpgradingNodeImageVersion" },
        "deletemachines" => new ResourceAction(AksMachines.BeginDelete, static (_, _, _) => { }) { BusyState = "DeletingMachines" },
        "abort" => new ResourceAction(static (_, _, world) => (world.Within(Abort), []), static (_, _, _) => { }) { Interrupts = true, BusyState = "Canceling" },
        _ => null,
    };

    public static IEnumerable<ArmResource> Of(string clusterId, ArmWorld world) => world.Resources.Under(clusterId, TypeName).Where(static pool => !pool.IsDeleting);

    /// <summary>What the nodes run now, which a write that is under way does not change yet.</summary>
    public static string VersionOf(ArmResource pool) => pool.Service.Text("version") ?? pool.Content.Text("properties.orchestratorVersion")!;

    public static bool IsSystem(JsonObject content) => content.Text("properties.mode").Same("System");

    public static bool IsWindows(JsonObject content) => content.Text("properties.osType").Same("Windows");

    /// <summary>The pool once its nodes are what it asks for.</summary>
    public static ArmResource Settled(ArmResource pool)
    {
        var service = pool.Service.Copy();
        service["version"] = pool.Content.Text("properties.orchestratorVersion");
        service["nodeImage"] = service["targetImage"]?.DeepClone() ?? service["nodeImage"]?.DeepClone();
        return pool with { Service = service };
    }

    /// <summary>Adds what a read shows of a pool, in its own path or in its cluster.</summary>
    public static void Describe(ArmResource pool, JsonObject properties)
    {
        properties["eTag"] = pool.ETag;
        properties["currentOrchestratorVersion"] = VersionOf(pool);
        properties["nodeImageVersion"] = pool.Service["nodeImage"]?.DeepClone();
        properties["powerState"] = new JsonObject { ["code"] = pool.Service.Text("power") ?? (IsStopped(pool.Content) ? "Stopped" : "Running") };
    }

    private static bool IsStopped(JsonObject content) => content.Text("properties.powerState.code").Same("Stopped");

    private static (TimeSpan, JsonObject) BeginImage(ArmResource pool, JsonObject body, ArmWorld world)
    {
        ManagedClusters.CheckRunning(world.Resources.Find(References.OwnerOf(pool.Id))!);
        var service = pool.Service.Copy();
        service["targetImage"] = AksNodeImages.Latest(pool, world.Now);
        world.Keep(pool with { Service = service });
        return (world.Within(Beginning), []);
    }

    private static JsonObject UpgradeProfile(ArmResource pool, ArmWorld world)
    {
        var cluster = world.Resources.Find(References.OwnerOf(pool.Id))!;
        var version = VersionOf(pool);
        return new JsonObject
        {
            ["id"] = $"{pool.Id}/upgradeProfiles/default",
            ["name"] = "default",
            ["type"] = $"{TypeName}/upgradeProfiles",
            ["properties"] = new JsonObject
            {
                ["kubernetesVersion"] = version,
                ["osType"] = pool.Content.Text("properties.osType"),
                ["upgrades"] = AksVersions.Profile(AksVersions.UpgradesOf(version, cluster.Location, world).Where(candidate => !AksVersions.IsNewer(candidate, ManagedClusters.VersionOf(cluster)))),
                ["latestNodeImageVersion"] = AksNodeImages.Latest(pool, world.Now),
            },
        };
    }
}
