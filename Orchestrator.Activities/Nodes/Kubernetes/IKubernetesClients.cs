using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>Connections to clusters as their administrator.</summary>
public interface IKubernetesClients
{
    /// <exception cref="Contracts.Errors.OrchestratorException">NotInitialized: the cluster has no certificate authority yet.</exception>
    Task<KubernetesClient> GetAsync(ClusterSpec spec, CancellationToken cancellation);
}
