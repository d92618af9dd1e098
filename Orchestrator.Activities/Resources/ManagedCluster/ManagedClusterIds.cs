using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>The ARM ids of an AKS cluster and its pools.</summary>
public static class ManagedClusterIds
{
    /// <summary>Ends the name of the step in which a pool goes that comes again.</summary>
    public const string OldSuffix = "@old";

    public static string Cluster(ClusterSpec spec) => ResourceId.Of(spec.SubscriptionId, spec.ResourceGroup, ArmTypes.ManagedCluster, spec.ManagedCluster!.Name);

    public static string Pool(ClusterSpec spec, string pool) => $"{Cluster(spec)}/agentPools/{pool}";

    /// <summary>The pool of that name, or that one of that name stands in for.</summary>
    public static AgentPoolSpec PoolOf(ClusterSpec spec, string name) =>
        spec.ManagedCluster!.Pools.FirstOrDefault(p => Same(p.Name, name)) ?? spec.ManagedCluster.Pools.First(p => Same(p.StandIn, name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
