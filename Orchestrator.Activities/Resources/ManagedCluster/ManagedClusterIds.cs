using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>The ARM ids of an AKS cluster and its pools.</summary>
public static class ManagedClusterIds
{
    private const int LongestName = 12;
    private const int LongestWindowsName = 6;

    public static string Cluster(ClusterSpec spec) => ResourceId.Of(spec.SubscriptionId, spec.ResourceGroup, ArmTypes.ManagedCluster, spec.ManagedCluster!.Name);

    public static string Pool(ClusterSpec spec, string pool) => $"{Cluster(spec)}/agentPools/{pool}";

    /// <summary>Of the pool that holds another's pods while that one is replaced: Azure has no two of one name.</summary>
    public static string StandIn(AgentPoolSpec pool)
    {
        var longest = string.Equals((string?)pool.Properties["osType"], "Windows", StringComparison.OrdinalIgnoreCase) ? LongestWindowsName : LongestName;
        return $"{pool.Name[..Math.Min(pool.Name.Length, longest - 1)]}x";
    }

    /// <summary>The pool of that name, or that one of that name stands in for.</summary>
    public static AgentPoolSpec PoolOf(ClusterSpec spec, string name) =>
        spec.ManagedCluster!.Pools.FirstOrDefault(p => Same(p.Name, name)) ?? spec.ManagedCluster.Pools.First(p => Same(StandIn(p), name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
