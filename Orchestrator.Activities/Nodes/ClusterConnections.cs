using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes;

/// <summary>From a cluster's key and generation, as requests carry them, to its spec and its API.</summary>
public sealed class ClusterConnections(IClusterStore store, IKubernetesClients clients)
{
    public async Task<(ClusterSpec Spec, KubernetesClient Client)> OpenAsync(ClusterKey cluster, int generation, CancellationToken cancellation)
    {
        var spec = await store.GetSpecAsync(cluster, generation, cancellation);
        return (spec, await clients.GetAsync(spec, cancellation));
    }
}
