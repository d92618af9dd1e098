using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>Reads an AKS cluster of which nothing is known but its id.</summary>
public sealed class ManagedClusterReads(IArmConnections connections)
{
    /// <param name="resourceId">ARM id of the cluster.</param>
    /// <param name="identity">Who reads.</param>
    /// <param name="environment">The cloud.</param>
    /// <param name="cancellation">Stops the reads.</param>
    /// <exception cref="OrchestratorException">It is no id of a managed cluster, there is none, or Azure refused.</exception>
    public async Task<(JsonObject Cluster, IReadOnlyList<JsonObject> Maintenance)> ReadAsync(string resourceId, IdentitySpec identity, string environment, CancellationToken cancellation)
    {
        if (resourceId.Split('/') is not ["", _, _, _, _, "providers", ..] || !string.Equals(ResourceId.TypeOf(resourceId), ArmTypes.ManagedCluster, StringComparison.OrdinalIgnoreCase))
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                $"\"{resourceId}\" is not the ARM id of a managed cluster.", "resourceId", $"Write /subscriptions/ID/resourceGroups/NAME/providers/{ArmTypes.ManagedCluster}/NAME."));
        }

        var operation = $"adopt {resourceId}";
        var arm = await connections.ForAsync(Reader(resourceId, identity, environment), cancellation).ConfigureAwait(false);
        var read = await arm.GetAsync(resourceId, operation, cancellation).ConfigureAwait(false);
        Throw(read.Error);
        var (maintenance, error) = await arm.ListAsync(resourceId, ArmTypes.MaintenanceConfiguration, operation, cancellation).ConfigureAwait(false);
        Throw(error);
        read.Resource!["id"] = resourceId;
        return (read.Resource, maintenance);
    }

    // Who connects is all that counts of it.
    private static ClusterSpec Reader(string id, IdentitySpec identity, string environment) => new()
    {
        Key = new ClusterKey(identity.Namespace, ResourceId.NameOf(id)),
        SubscriptionId = ResourceId.SubscriptionOf(id),
        Location = "",
        ResourceGroup = ResourceId.ResourceGroupOf(id),
        Environment = environment,
        Identity = identity,
        Network = new NetworkSpec
        {
            VirtualNetwork = new VirtualNetworkSpec { Name = "", ResourceGroup = "", CidrBlocks = [] },
            Subnets = [],
            ApiServerLoadBalancer = new LoadBalancerSpec { Name = "", Type = LoadBalancerType.Public, Frontends = [], BackendPoolName = "" },
        },
        ClusterNetwork = new ClusterNetworkSpec { ControlPlaneHost = "" },
        ControlPlane = ControlPlaneSpec.ByAzure(ResourceId.NameOf(id), ""),
    };

    private static void Throw(OrchestratorError? error)
    {
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }
    }
}
