using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Azure;

/// <summary>Connections by identity and cloud.</summary>
public interface IArmConnections
{
    /// <exception cref="Contracts.Errors.OrchestratorException">Unauthenticated: the identity's secret is not there.</exception>
    Task<ArmConnection> ForAsync(ClusterSpec spec, CancellationToken cancellation);

    /// <summary>For what belongs to no cluster: as the app itself.</summary>
    Task<ArmConnection> ForAppAsync(string subscriptionId, string environment, string location, CancellationToken cancellation);
}
