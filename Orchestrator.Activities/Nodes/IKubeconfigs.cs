using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes;

/// <summary>kubeconfigs for people.</summary>
public interface IKubeconfigs
{
    /// <summary>A kubeconfig in YAML with a fresh administrator's certificate, valid for a year. It is a secret: hand it to the one who asked, write it nowhere.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">NotInitialized: the cluster has no API server yet.</exception>
    Task<string> GetAsync(ClusterSpec spec, CancellationToken cancellation, KubeconfigOptions? options = null);
}
