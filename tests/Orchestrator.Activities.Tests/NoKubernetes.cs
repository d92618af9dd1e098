using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Tests;

/// <summary>For clusters that are ARM resources only.</summary>
public sealed class NoKubernetes : IKubernetesClients
{
    public Task<KubernetesClient> GetAsync(ClusterSpec spec, CancellationToken cancellation) => throw new NotSupportedException("These clusters are ARM resources only.");
}
