using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>Pools of nodes. One operation at a time on a cluster with all its pools; a pool is never ahead of its control plane.</summary>
internal sealed partial class AgentPools : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/managedClusters/agentPools";
    private const int MaxNodes = 1000;
    private const int MaxPools = 100;
    private static readonly (double, double) PerNode = (90, 150);
    private static readonly (double, double) Scaling = (90, 150);

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ContainerService;

    public override OperationLatency Latency { get; } = new((120, 240), (20, 40), (90, 180));

    public override IReadOnlyList<string> Immutable =>
    [
        "properties.vmSize", "properties.osType", "properties.osDiskType", "properties.osDiskSizeGB", "properties.availabilityZones", "properties.maxPods", "properties.vnetSubnetID", "properties.podSubnetID",
        "properties.scaleSetPriority", "properties.type", "properties.enableFIPS", "properties.kubeletDiskType", "properties.enableEncryptionAtHost", "properties.kubeletConfig", "properties.linuxOSConfig",
    ];

    public override string Lock(string id) => References.OwnerOf(id)!;

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        if (existing is null)
        {
            return body;
        }

        var desired = existing.Content.MergedWith(body);
        foreach (var whole in new[] { "tags", "nodeLabels", "nodeTaints" })
        {
            desired.Ensure("properties").Remove(whole);
            if (body.At($"properties.{whole}") is { } value)
            {
                desired.Ensure("properties")[whole] = value.DeepClone();
            }
        }

        return desired;
    }

    public override string BusyState(ResourceWrite write) =>
        write.Existing is not { } before ? Provider.CreatingState
        : !VersionOf(before).Same(write.Content.Text("properties.orchestratorVersion")) ? "Upgrading"
        : before.Content.Number("properties.count") != write.Content.Number("properties.count") ? "Scaling" : "Updating";

    public override void Accept(ResourceWrite write)
    {
        var cluster = write.World.Resources.Find(References.OwnerOf(write.Id))!;
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
        foreach (var shown in new[] { "nodeImageVersion", "currentOrchestratorVersion", "eTag", "powerState" })
        {
            properties.Remove(shown);
        }

        AcceptVersion(write, clusterVersion, location);
        CheckName(write);
        CheckCounts(write);
        CheckSize(write, location);
        write.Service.Default("nodeImage", AksVersions.NodeImage);
        write.Service.Default("power", "Running");
    }

    public override TimeSpan? Duration(ResourceWrite write) => BusyState(write) switch
    {
        "Upgrading" => write.World.Within(PerNode) * Math.Max(1, write.Content.Number("properties.count") ?? 1),
        "Scaling" => write.World.Within(Scaling),
        _ => base.Duration(write),
    };

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var service = resource.Service.Copy();
        service["version"] = resource.Content.Text("properties.orchestratorVersion");
        return resource with { Service = service };
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        var cluster = References.OwnerOf(resource.Id)!;
        if (IsSystem(resource.Content) && !Of(cluster, world).Any(pool => !pool.Id.Same(resource.Id) && IsSystem(pool.Content)))
        {
            throw AksErrors.NoSystemPool();
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        // Pools have their etag inside.
        view.Remove("eTag");
        Describe(resource, view.Ensure("properties"));
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world)
    {
        if (!name.Same("upgradeProfiles/default"))
        {
            return null;
        }

        var cluster = world.Resources.Find(References.OwnerOf(resource.Id))!;
        var version = VersionOf(resource);
        return new JsonObject
        {
            ["id"] = $"{resource.Id}/upgradeProfiles/default",
            ["name"] = "default",
            ["type"] = $"{TypeName}/upgradeProfiles",
            ["properties"] = new JsonObject
            {
                ["kubernetesVersion"] = version,
                ["osType"] = resource.Content.Text("properties.osType"),
                ["upgrades"] = AksVersions.Profile(AksVersions.UpgradesOf(version).Where(candidate => !AksVersions.IsNewer(candidate, ManagedClusters.VersionOf(cluster)))),
                ["latestNodeImageVersion"] = AksVersions.NodeImage,
            },
        };
    }

    public override ResourceAction? Action(string name) => name.Same("upgradeNodeImageVersion")
        ? new ResourceAction(
            static (pool, _, world) => (world.Within(PerNode) * Math.Max(1, pool.Content.Number("properties.count") ?? 1), []),
            static (pool, _, world) =>
            {
                var service = pool.Service.Copy();
                service["nodeImage"] = AksVersions.NodeImage;
                world.Keep(pool with { Service = service });
            }) { AnswersWithResource = true }
        : null;

    public static IEnumerable<ArmResource> Of(string clusterId, ArmWorld world) => world.Resources.Under(clusterId, TypeName).Where(static pool => !pool.IsDeleting);

    /// <summary>What the nodes run now, which a write that is under way does not change yet.</summary>
    public static string VersionOf(ArmResource pool) => pool.Service.Text("version") ?? pool.Content.Text("properties.orchestratorVersion")!;

    public static bool IsSystem(JsonObject content) => content.Text("properties.mode").Same("System");

    /// <summary>Adds what a read shows of a pool, in its own path or in its cluster.</summary>
    public static void Describe(ArmResource pool, JsonObject properties)
    {
        properties["eTag"] = pool.ETag;
        properties["currentOrchestratorVersion"] = VersionOf(pool);
        properties["nodeImageVersion"] = pool.Service["nodeImage"]?.DeepClone();
        properties["powerState"] = new JsonObject { ["code"] = pool.Service.Text("power") };
    }

    private static void AcceptVersion(ResourceWrite write, string clusterVersion, string location)
    {
        var asked = write.Content.Text("properties.orchestratorVersion");
        var before = write.Existing is { } existing ? VersionOf(existing) : null;
        var version = string.IsNullOrEmpty(asked) ? before ?? clusterVersion : asked.Same(before) ? asked : AksVersions.Resolve(asked) ?? throw AksErrors.VersionNotSupported(asked, location);
        if (before is not null && AksVersions.IsNewer(before, version))
        {
            throw AksErrors.UpgradeNotAllowed(before, version, AksVersions.UpgradesOf(before).Where(candidate => !AksVersions.IsNewer(candidate, clusterVersion)));
        }

        CheckSkew(write.Name, version, clusterVersion);
        write.Properties["orchestratorVersion"] = version;
    }

    /// <exception cref="ArmException">400: ahead of the control plane, or too far behind it.</exception>
    public static void CheckSkew(string pool, string version, string clusterVersion)
    {
        if (AksVersions.IsNewer(version, clusterVersion))
        {
            throw AksErrors.PoolAhead(pool, version, clusterVersion);
        }

        if (AksVersions.MinorOf(clusterVersion) - AksVersions.MinorOf(version) > AksVersions.MaxSkew)
        {
            throw AksErrors.PoolBehind(pool, version, clusterVersion, AksVersions.MaxSkew);
        }
    }

    private static void CheckName(ResourceWrite write)
    {
        var isWindows = write.Content.Text("properties.osType").Same("Windows");
        var longest = isWindows ? 6 : 12;
        if (!ValidName().IsMatch(write.Name) || write.Name.Length > longest)
        {
            throw AksErrors.Bad($"The name '{write.Name}' of the {(isWindows ? "Windows" : "Linux")} node pool is invalid: at most {longest} lower-case letters and digits, the first a letter.", "agentPoolName");
        }

        if (IsSystem(write.Content) && (isWindows || write.Content.Text("properties.scaleSetPriority").Same("Spot")))
        {
            throw AksErrors.Bad("A system node pool has osType Linux and is not of priority Spot.", "agentPoolProfile.mode");
        }
    }

    private static void CheckCounts(ResourceWrite write)
    {
        var count = write.Content.Number("properties.count")!.Value;
        var least = IsSystem(write.Content) ? 1 : 0;
        if (count < least || count + Surge(write, count) > MaxNodes)
        {
            throw AksErrors.Bad($"The value of parameter agentPoolProfile.count is invalid: {count} nodes and their surge must be between {least} and {MaxNodes}.", "agentPoolProfile.count");
        }

        if (write.Content.Number("properties.maxPods") is < 10 or > 250)
        {
            throw AksErrors.Bad("The value of parameter agentPoolProfile.maxPods must be between 10 and 250.", "agentPoolProfile.maxPods");
        }

        if (!write.Content.Flag("properties.enableAutoScaling"))
        {
            return;
        }

        if (write.Content.Number("properties.minCount") is not { } min || write.Content.Number("properties.maxCount") is not { } max || min > max || min < least)
        {
            throw AksErrors.Bad($"A node pool with enableAutoScaling needs minCount and maxCount with {least} <= minCount <= maxCount.", "agentPoolProfile.minCount");
        }

        write.Properties["count"] = Math.Clamp(count, min, max);
    }

    private static int Surge(ResourceWrite write, int count)
    {
        var text = write.Content.Text("properties.upgradeSettings.maxSurge") ?? "1";
        return text.EndsWith('%') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? (int)Math.Ceiling(count * percent / 100.0)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes) ? nodes
            : throw AksErrors.Bad($"The value '{text}' of maxSurge is neither a number nor a percentage.", "agentPoolProfile.upgradeSettings.maxSurge");
    }

    private static void CheckSize(ResourceWrite write, string location)
    {
        var name = write.Content.Text("properties.vmSize") ?? throw AksErrors.Bad("Required parameter agentPoolProfile.vmSize is missing.", "agentPoolProfile.vmSize");
        var size = VirtualMachineSizes.All.GetValueOrDefault(name) ?? throw new ArmException(400, "BadRequest", $"The VM size of {name} is not allowed in your subscription in location '{location}'.");
        var zones = (write.Content.At("properties.availabilityZones") as JsonArray)?.Select(static zone => zone!.ToString()).ToList() ?? [];
        if (zones.Exists(zone => !Locations.Zones(location).Contains(zone, StringComparer.Ordinal)) || (write.Existing is null && !write.World.Sizes.Allow(location, size.Name, zones)))
        {
            throw new ArmException(400, "AvailabilityZoneNotSupported", $"Preflight validation check for resource(s) for node pool {write.Name} failed. Message: The zone(s) '{string.Join(',', zones)}' for size '{size.Name}' are not supported in location '{location}'.");
        }

        var before = write.Existing?.Content.Number("properties.count") ?? 0;
        CoreUsage.Check(location, size, write.Content.Number("properties.count")!.Value - before, write.World);
    }

    [GeneratedRegex("^[a-z][a-z0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
