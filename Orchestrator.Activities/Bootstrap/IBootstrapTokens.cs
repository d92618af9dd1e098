using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>Bootstrap tokens: the short-lived passwords with which machines join.</summary>
public interface IBootstrapTokens
{
    /// <summary>A new token, <c>id.secret</c>, that the cluster's API knows when this returns.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">The API server does not answer or refuses.</exception>
    Task<string> CreateAsync(ClusterSpec spec, CancellationToken cancellation);
}
