using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Drift;

/// <summary>Looks at the nodes of AKS clusters as their administrator, where Azure lets anybody be that and the API can be reached.</summary>
public sealed class ManagedNodeChecks(ManagedClusterClients clients)
{
    /// <returns>What differs, or why that is not known.</returns>
    internal async Task<(IReadOnlyList<DriftFinding> Found, string? NotKnown)> FindAsync(ClusterSpec spec, ClusterInventory inventory, CancellationToken cancellation)
    {
        if (inventory.Find(ManagedClusterIds.Cluster(spec)) is not { } cluster || ManagedClusterDefinition.IsStopped(cluster))
        {
            return ([], null);
        }

        if (cluster["properties"]?["disableLocalAccounts"]?.GetValue<bool>() is true)
        {
            return ([], "Its nodes are not looked at: its local accounts are disabled, and this app signs in as no user.");
        }

        try
        {
            return (ManagedNodeFindings.Of(inventory.OfType(ArmTypes.AgentPool).Where(p => ResourceId.Same(ResourceId.ParentOf(p.Id), ManagedClusterIds.Cluster(spec))), await ListAsync(spec, cancellation).ConfigureAwait(false)), null);
        }
        catch (OrchestratorException failed)
        {
            return ([], $"Its nodes are not known: {failed.Error.Message}");
        }
    }

    /// <summary>A credential that was kept may be an old one: then it is asked for once more.</summary>
    private async Task<IReadOnlyList<JsonObject>> ListAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        for (var wasKept = true; ; wasKept = false)
        {
            wasKept = wasKept && clients.Keeps(spec.Key);
            try
            {
                var client = await clients.GetAsync(spec, cancellation).ConfigureAwait(false);
                return await client.ListAsync("api/v1/nodes", null, cancellation).ConfigureAwait(false);
            }
            catch (OrchestratorException)
            {
                clients.Forget(spec.Key);
                if (!wasKept)
                {
                    throw;
                }
            }
        }
    }
}
