using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Arm;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

/// <summary>What may change between two specs of one pool; a pool of another name is another pool.</summary>
internal static class AgentPoolTransitions
{
    /// <summary>Properties that Azure keeps as they were created: a change takes another pool.</summary>
    private static readonly string[] Frozen =
    [
        "vmSize", "osDiskSizeGB", "osDiskType", "osType", "maxPods", "scaleSetPriority", "enableUltraSSD", "enableFIPS", "enableEncryptionAtHost", "enableNodePublicIP",
        "nodePublicIPPrefixID", "kubeletDiskType", "vnetSubnetID", "podSubnetID", "kubeletConfig", "linuxOSConfig",
    ];

    public static void Check(ManagedClusterSpec before, ManagedClusterSpec after, TransitionReport changes)
    {
        for (var i = 0; i < after.Pools.Count; i++)
        {
            var (pool, path) = (after.Pools[i], $"managedCluster.pools[{i}]");
            if (before.Pools.FirstOrDefault(p => p.Name == pool.Name) is not { } old)
            {
                continue;
            }

            if (old.Version is { } version && pool.Version is { } next)
            {
                changes.Version($"{path}.version", $"The pool '{pool.Name}'", version, next, mostMinors: null);
            }

            if (!after.ReplacePools)
            {
                CheckFrozen(old.Properties, pool.Properties, path, changes);
            }
            else if (after.Pools.Any(p => p.Name == pool.StandIn))
            {
                changes.Forbidden($"{path}.name", $"While the pool '{pool.Name}' is replaced, another by the name '{pool.StandIn}' takes its pods, which is the name of a pool.", "Rename one of them.");
            }
        }
    }

    private static void CheckFrozen(JsonObject before, JsonObject after, string path, TransitionReport changes)
    {
        foreach (var name in Frozen)
        {
            changes.Same($"{path}.properties.{name}", ManagedClusterTransitions.Text(before.At(name)), ManagedClusterTransitions.Text(after.At(name)));
        }

        // In any order.
        changes.Same($"{path}.properties.availabilityZones", Zones(before), Zones(after));
    }

    private static IReadOnlyList<string> Zones(JsonObject properties) => [.. properties.TextsAt("availabilityZones").Order(StringComparer.Ordinal)];
}
