using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

internal static partial class AgentPoolValidation
{
    private const int LongestLinuxName = 12;
    private const int LongestWindowsName = 6;

    public static void Check(ManagedClusterSpec cluster, SpecReport report)
    {
        for (var i = 0; i < cluster.Pools.Count; i++)
        {
            var (pool, path) = (cluster.Pools[i], $"managedCluster.pools[{i}]");
            CheckName(pool, path, cluster.Pools.Take(i), report);
            CheckMachines(pool.Properties, $"{path}.properties", cluster, report);
            CheckNodes(pool.Properties, $"{path}.properties", report);
            CheckCounts(pool, $"{path}.properties", report);
            CheckKubelet(pool.Properties, $"{path}.properties", report);
        }

        // A body that does not say the mode may be one that was adopted.
        if (cluster.Pools.All(static pool => pool.Mode is "User"))
        {
            report.Invalid(
                "managedCluster.pools", cluster.Pools.Count == 0 ? "The cluster has no pool." : "The cluster has no pool of mode System, on which Azure runs its own pods.",
                "Give at least one pool the mode System.");
        }
    }

    private static void CheckName(AgentPoolSpec pool, string path, IEnumerable<AgentPoolSpec> before, SpecReport report)
    {
        var isWindows = IsWindows(pool.Properties);
        var longest = isWindows ? LongestWindowsName : LongestLinuxName;
        if (!Unknown.IsIn(pool.Name) && (pool.Name.Length > longest || !PoolName().IsMatch(pool.Name)))
        {
            report.Invalid(
                $"{path}.name", $"The pool cannot be named \"{pool.Name}\".",
                $"Write at most {longest} lower-case letters and digits{(isWindows ? " (Windows)" : string.Empty)}, the first a letter.");
        }

        if (before.Any(other => other.Name == pool.Name))
        {
            report.Invalid($"{path}.name", $"Two pools are named '{pool.Name}'.", "Rename one of them.");
        }
    }

    private static void CheckMachines(JsonObject properties, string path, ManagedClusterSpec cluster, SpecReport report)
    {
        var isWindows = IsWindows(properties);
        if (isWindows && properties.Is("mode", "System"))
        {
            report.Invalid($"{path}.mode", "'mode' is System, but 'osType' is Windows.", "Write mode User, or osType Linux.");
        }

        if (properties.Is("scaleSetPriority", "Spot") && properties.Is("mode", "System"))
        {
            report.Invalid($"{path}.scaleSetPriority", "'scaleSetPriority' is Spot, but 'mode' is System.", "Write mode User, or scaleSetPriority Regular.");
        }

        var plugin = cluster.Body.TextAt("properties.networkProfile.networkPlugin") ?? "azure";
        if (isWindows && plugin != "azure")
        {
            report.Invalid($"{path}.osType", $"'osType' is Windows, which needs the cluster's 'networkPlugin' azure; it is {plugin}.", "Write osType Linux, or networkPlugin azure.");
        }

        if (properties.TextAt("vmSize") is { } size)
        {
            report.Pattern($"{path}.vmSize", "vmSize", size, NamePatterns.VmSize(), "a size such as Standard_D2s_v3");
        }
        else if (!cluster.Adopt)
        {
            report.Error(Contracts.Errors.ErrorCatalog.MissingField, $"{path}.vmSize", "The required field 'vmSize' is missing.", "Add 'vmSize', such as Standard_D2s_v3.");
        }

        ZoneRules.Check($"{path}.availabilityZones", properties.TextsAt("availabilityZones"), report);
        if (properties.TextAt("vnetSubnetID") is { } subnet)
        {
            report.Pattern($"{path}.vnetSubnetID", "subnetName", subnet[(subnet.LastIndexOf('/') + 1)..], SubnetName(), "2 to 80 letters, digits, periods, underscores and hyphens that begin and end with a letter or digit");
        }

        if (properties.TextAt("nodePublicIPPrefixID") is { } prefix)
        {
            report.Pattern($"{path}.nodePublicIPPrefixID", "nodePublicIPPrefixID", prefix, PublicIPPrefix(), "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Network/publicIPPrefixes/NAME");
            if (properties.FlagAt("enableNodePublicIP") != true)
            {
                report.Invalid($"{path}.nodePublicIPPrefixID", "'nodePublicIPPrefixID' is set, but 'enableNodePublicIP' is not true.", "Write enableNodePublicIP: true, or remove the prefix.");
            }
        }
    }

    private static void CheckNodes(JsonObject properties, string path, SpecReport report)
    {
        report.Range($"{path}.maxPods", "maxPods", properties.NumberAt("maxPods"), 10, 250);
        foreach (var label in (properties["nodeLabels"] as JsonObject ?? []).Select(static l => l.Key))
        {
            if (label.StartsWith("kubernetes.azure.com", StringComparison.OrdinalIgnoreCase))
            {
                report.Invalid($"{path}.nodeLabels", $"The label \"{label}\" is Azure's: its key begins with kubernetes.azure.com.", "Remove it, or rename it.");
            }
        }

        foreach (var taint in properties.TextsAt("nodeTaints"))
        {
            report.Pattern($"{path}.nodeTaints", "nodeTaints", taint, Taint(), "KEY=VALUE:EFFECT with an effect of NoSchedule, PreferNoSchedule or NoExecute");
        }
    }

    private static void CheckCounts(AgentPoolSpec pool, string path, SpecReport report)
    {
        var (least, most) = (pool.Properties.NumberAt("minCount"), pool.Properties.NumberAt("maxCount"));
        report.Range($"{path}.count", "count", pool.Count, pool.Mode == "System" ? 1 : 0, 1000);
        if (pool.Properties.FlagAt("enableAutoScaling") == true)
        {
            if (least is null || most is null)
            {
                report.Invalid($"{path}.enableAutoScaling", "'enableAutoScaling' is true without 'minCount' and 'maxCount'.", "Add both.");
            }
            else if (least > most)
            {
                report.Invalid($"{path}.minCount", $"'minCount' is {least}, more than 'maxCount' {most}.", $"Write {most} or less.");
            }

            if (pool.Mode == "System" && least < 1)
            {
                report.Invalid($"{path}.minCount", $"'minCount' is {least}; a pool of mode System keeps at least one node.", "Write 1 or more.");
            }
        }
        else if (least is not null || most is not null)
        {
            report.Invalid($"{path}.minCount", "'minCount' and 'maxCount' are the autoscaler's, which the pool does not have.", "Write enableAutoScaling: true, or remove them.");
        }

        if (pool.Properties.At("spotMaxPrice") is JsonValue && !pool.Properties.Is("scaleSetPriority", "Spot"))
        {
            report.Invalid($"{path}.spotMaxPrice", "'spotMaxPrice' is set, but 'scaleSetPriority' is not Spot.", "Write scaleSetPriority: Spot, or remove the price.");
        }
    }

    private static void CheckKubelet(JsonObject properties, string path, SpecReport report)
    {
        const string kubelet = "kubeletConfig";
        if (properties.TextAt($"{kubelet}.cpuCfsQuotaPeriod") is { } period && !Unknown.IsIn(period) && !period.EndsWith("ms", StringComparison.Ordinal))
        {
            report.Invalid($"{path}.{kubelet}.cpuCfsQuotaPeriod", $"'cpuCfsQuotaPeriod' is \"{period}\"; it must end in ms.", "Write milliseconds, such as 100ms.");
        }

        var (high, low) = (properties.NumberAt($"{kubelet}.imageGcHighThreshold"), properties.NumberAt($"{kubelet}.imageGcLowThreshold"));
        report.Range($"{path}.{kubelet}.imageGcHighThreshold", "imageGcHighThreshold", high, 0, 100);
        report.Range($"{path}.{kubelet}.imageGcLowThreshold", "imageGcLowThreshold", low, 0, 100);
        if (low > high)
        {
            report.Invalid($"{path}.{kubelet}.imageGcLowThreshold", $"'imageGcLowThreshold' is {low}, more than 'imageGcHighThreshold' {high}.", $"Write {high} or less.");
        }

        foreach (var sysctl in properties.TextsAt($"{kubelet}.allowedUnsafeSysctls"))
        {
            report.Pattern($"{path}.{kubelet}.allowedUnsafeSysctls", "allowedUnsafeSysctls", sysctl, UnsafeSysctl(), "kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* or net.*");
        }

        if (properties.NumberAt("linuxOSConfig.swapFileSizeMB") is { } swap)
        {
            report.Range($"{path}.linuxOSConfig.swapFileSizeMB", "swapFileSizeMB", swap, 1, int.MaxValue);
            if (properties.FlagAt($"{kubelet}.failSwapOn") != false)
            {
                report.Invalid($"{path}.linuxOSConfig.swapFileSizeMB", "'swapFileSizeMB' needs 'kubeletConfig.failSwapOn' false: the kubelet would not start.", "Write kubeletConfig.failSwapOn: false, or remove the swap file.");
            }
        }
    }

    private static bool IsWindows(JsonObject properties) => properties.Is("osType", "Windows");

    [GeneratedRegex(@"\A[a-z][a-z0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PoolName();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._-]{0,78}[a-zA-Z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubnetName();

    [GeneratedRegex(@"\A/subscriptions/[^/]+/resourcegroups/[^/]+/providers/Microsoft\.Network/publicIPPrefixes/[^/]+\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PublicIPPrefix();

    [GeneratedRegex(@"\A[^=:\s]+(=[^=:\s]*)?:(NoSchedule|PreferNoSchedule|NoExecute)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Taint();

    [GeneratedRegex(@"\A(kernel\.shm.*|kernel\.msg.*|kernel\.sem|fs\.mqueue\..*|net\..*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnsafeSysctl();
}
