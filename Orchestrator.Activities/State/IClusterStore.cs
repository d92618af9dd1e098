using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.State;

/// <summary>Cluster documents, the specs of every generation, plans and identities.</summary>
public interface IClusterStore
{
    Task<ClusterDocument?> FindAsync(ClusterKey key, CancellationToken cancellation);

    /// <summary>All clusters, by namespace and name.</summary>
    Task<IReadOnlyList<ClusterDocument>> ListAsync(CancellationToken cancellation);

    /// <summary>Conditional on the document's ETag (null: it must not exist). The stored document with its new ETag.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">StateConflict: another writer came first.</exception>
    Task<ClusterDocument> SaveAsync(ClusterDocument document, CancellationToken cancellation);

    /// <exception cref="Contracts.Errors.OrchestratorException">ClusterNotFound: there is no such generation.</exception>
    Task<ClusterSpec> GetSpecAsync(ClusterKey key, int generation, CancellationToken cancellation);

    Task<ClusterSpec?> FindSpecAsync(ClusterKey key, int generation, CancellationToken cancellation);

    Task SaveSpecAsync(ClusterSpec spec, int generation, CancellationToken cancellation);

    Task<ClusterPlan?> GetPlanAsync(ClusterKey key, string operationId, CancellationToken cancellation);

    Task SavePlanAsync(string operationId, ClusterPlan plan, CancellationToken cancellation);

    Task<IReadOnlyList<IdentitySpec>> ListIdentitiesAsync(CancellationToken cancellation);

    Task SaveIdentityAsync(IdentitySpec identity, CancellationToken cancellation);

    Task<IReadOnlyList<NamespaceSpec>> ListNamespacesAsync(CancellationToken cancellation);

    Task SaveNamespaceAsync(NamespaceSpec described, CancellationToken cancellation);
}
