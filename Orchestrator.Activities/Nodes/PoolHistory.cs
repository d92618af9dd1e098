using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes;

/// <summary>Finds pools of a spec, and those that it no longer has: they are emptied before they go.</summary>
internal static class PoolHistory
{
    /// <summary>The pool with its spec: of this generation, else of the newest earlier one that had it.</summary>
    public static async Task<(ClusterSpec Spec, MachinePoolSpec Pool)?> FindPoolAsync(this IClusterStore store, ClusterKey cluster, int generation, string name, CancellationToken cancellation)
    {
        for (var candidate = generation; candidate > 0; candidate--)
        {
            var spec = await store.FindSpecAsync(cluster, candidate, cancellation);
            if (spec?.MachinePools.FirstOrDefault(pool => pool.Name == name) is { } found)
            {
                return (spec, found);
            }
        }

        return null;
    }
}
