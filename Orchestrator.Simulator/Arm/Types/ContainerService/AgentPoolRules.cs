using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>What AKS refuses of a node pool.</summary>
internal static partial class AgentPoolRules
{
    private const int MaxNodes = 1000;

    public static void AcceptVersion(ResourceWrite write, string clusterVersion, string location)
    {
        var asked = write.Content.Text("properties.orchestratorVersion");
        var before = write.Existing is { } existing ? AgentPools.VersionOf(existing) : null;
        var version = string.IsNullOrEmpty(asked) ? before ?? clusterVersion : asked.Same(before) ? asked : AksVersions.Resolve(asked, location, write.World) ?? throw AksErrors.VersionNotSupported(asked, location);
        if (before is not null && AksVersions.IsNewer(before, version))
        {
            throw AksErrors.UpgradeNotAllowed(before, version, AksVersions.UpgradesOf(before, location, write.World).Where(candidate => !AksVersions.IsNewer(candidate, clusterVersion)));
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

    public static void CheckName(ResourceWrite write)
    {
        var isWindows = write.Content.Text("properties.osType").Same("Windows");
        var longest = isWindows ? 6 : 12;
        if (!ValidName().IsMatch(write.Name) || write.Name.Length > longest)
        {
            throw AksErrors.Bad($"The name '{write.Name}' of the {(isWindows ? "Windows" : "Linux")} node pool is invalid: at most {longest} lower-case letters and digits, the first a letter.", "agentPoolName");
        }

        if (AgentPools.IsSystem(write.Content) && (isWindows || write.Content.Text("properties.scaleSetPriority").Same("Spot")))
        {
            throw AksErrors.Bad("A system node pool has osType Linux and is not of priority Spot.", "agentPoolProfile.mode");
        }
    }

    public static void CheckCounts(ResourceWrite write)
    {
        var count = write.Content.Number("properties.count")!.Value;
        var least = AgentPools.IsSystem(write.Content) ? 1 : 0;
        if (count < least || count + Surge(write.Content, count) > MaxNodes)
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

    /// <summary>How many nodes an upgrade adds: at least one.</summary>
    public static int Surge(JsonObject content, int count)
    {
        var text = content.Text("properties.upgradeSettings.maxSurge") ?? "1";
        var surge = text.EndsWith('%') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? (int)Math.Ceiling(count * percent / 100.0)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes) ? nodes
            : throw AksErrors.Bad($"The value '{text}' of maxSurge is neither a number nor a percentage.", "agentPoolProfile.upgradeSettings.maxSurge");
        return Math.Max(1, surge);
    }

    public static void CheckSize(ResourceWrite write, string location)
    {
        var name = write.Content.Text("properties.vmSize") ?? throw AksErrors.Bad("Required parameter agentPoolProfile.vmSize is missing.", "agentPoolProfile.vmSize");
        var size = VirtualMachineSizes.All.GetValueOrDefault(name) ?? throw new ArmException(400, "BadRequest", $"The VM size of {name} is not allowed in your subscription in location '{location}'.");
        var zones = (write.Content.At("properties.availabilityZones") as JsonArray)?.Select(static zone => zone!.ToString()).ToList() ?? [];
        if (zones.Exists(zone => !Locations.Zones(location).Contains(zone, StringComparer.Ordinal)) || (write.Existing is null && !write.World.Sizes.Allow(location, size.Name, zones)))
        {
            throw new ArmException(400, "AvailabilityZoneNotSupported", $"Preflight validation check for resource(s) for node pool {write.Name} failed. Message: The zone(s) '{string.Join(',', zones)}' for size '{size.Name}' are not supported in location '{location}'.");
        }

        var before = write.Existing?.Content.Number("properties.count") ?? 0;
        CoreUsage.Check(write.Id, location, size, write.Content.Number("properties.count")!.Value - before, write.World);
    }

    [GeneratedRegex("^[a-z][a-z0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
