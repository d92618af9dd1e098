using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>Aborts what Azure is doing to an AKS cluster and its pools. Azure rolls nothing back: the next apply goes on from what is there.</summary>
public sealed class ManagedClusterAbort(IArmConnections connections)
{
    /// <returns>ARM ids of what was at work and is being aborted; empty when nothing was.</returns>
    /// <exception cref="OrchestratorException">Azure refused.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var (id, operation) = (ManagedClusterIds.Cluster(spec), $"abort {spec.Key}");
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var read = await arm.GetAsync(id, operation, cancellation).ConfigureAwait(false);
        if (read.Error is not null)
        {
            throw new OrchestratorException(read.Error);
        }

        var aborted = new List<string>();
        foreach (var busy in AtWork(spec, read.Resource!, id))
        {
            var post = await arm.PostAsync(busy, "abort", body: null, operation, cancellation).ConfigureAwait(false);

            // 409: it has ended before us.
            if (post.Error is not null && post.Status != 409)
            {
                throw new OrchestratorException(post.Error);
            }

            aborted.AddRange(post.Error is null ? [busy] : []);
        }

        return aborted;
    }

    /// <summary>The cluster's own operation takes its pools along; else each pool's.</summary>
    private static IEnumerable<string> AtWork(ClusterSpec spec, JsonObject cluster, string id) => ProvisioningStates.Of(cluster) == ResourceState.InProgress
        ? [id]
        : ManagedClusterDefinition.PoolsAtWork(cluster).Select(pool => ManagedClusterIds.Pool(spec, pool));
}
