using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes;

/// <summary>The nodes of clusters whose machines are ours, for whoever compares.</summary>
public sealed class ClusterNodes(IKubernetesClients clients, ILogger<ClusterNodes> logger)
{
    /// <summary>Nodes by name; null where there is no API server yet, or Azure makes the nodes.</summary>
    /// <exception cref="OrchestratorException">The API server does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, JsonObject>?> ReadAsync(ClusterDocument? document, CancellationToken cancellation)
    {
        if (document is not { ControlPlaneInitialized: true, Spec.ManagedCluster: null })
        {
            return null;
        }

        var client = await clients.GetAsync(document.Spec, cancellation).ConfigureAwait(false);
        return NodeObservation.ByName(await client.ListAsync("api/v1/nodes", null, cancellation).ConfigureAwait(false));
    }

    /// <summary>The same; null also where they cannot be read: a plan of what Azure has holds without them.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>?> TryReadAsync(ClusterDocument? document, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(document, cancellation).ConfigureAwait(false);
        }
        catch (OrchestratorException problem)
        {
            logger.LogWarning("The nodes of {Cluster} are left out of the plan: {Reason}", document?.Key, problem.Error.Message);
            return null;
        }
    }
}
