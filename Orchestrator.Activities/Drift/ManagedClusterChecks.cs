using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Drift;

/// <summary>What is particular to AKS clusters: their nodes, looked at as their administrator where Azure lets anybody be that and the API can be reached, and Azure at work.</summary>
public sealed class ManagedClusterChecks(ManagedClusterClients clients)
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

    /// <summary>
    /// While Azure upgrades or changes the cluster or a pool, whoever asked for it, fields are half old and half new: what was known of them stays until it is done.
    /// </summary>
    internal static (IEnumerable<DriftFinding> Found, string? NotKnown) Settle(ClusterSpec spec, ClusterInventory inventory, IReadOnlyList<DriftFinding> found, IEnumerable<DriftFinding> before)
    {
        var id = ManagedClusterIds.Cluster(spec);
        if (inventory.Find(id) is not { } cluster || (ProvisioningStates.Of(cluster) != ResourceState.InProgress && !ManagedClusterDefinition.PoolsAtWork(cluster).Any()))
        {
            return (found, null);
        }

        bool IsOfCluster(DriftFinding finding) => ResourceId.Same(finding.Resource, id) || ResourceId.Holds(id, finding.Resource);
        return ([.. found.Where(f => !IsOfCluster(f)), .. before.Where(IsOfCluster)], "Azure works on the cluster; what it changes is compared when that is done.");
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
