using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>Bootstrap tokens: the short-lived passwords with which machines join.</summary>
public interface IBootstrapTokens
{
    /// <summary>A new token, <c>id.secret</c>, that the cluster's API knows when this returns.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">The API server does not answer or refuses.</exception>
    Task<string> CreateAsync(ClusterSpec spec, CancellationToken cancellation);

    /// <summary>Lets a token that was made earlier live as long again; one that has run out comes back.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">The API server does not answer or refuses.</exception>
    Task RenewAsync(ClusterSpec spec, string token, CancellationToken cancellation);
}
