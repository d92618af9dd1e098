using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.AgentPool;

/// <summary>Moves the nodes of a pool to the newest image that Azure has for their version. AKS rolls them by the pool's surge, with drains.</summary>
public sealed class NodeImageActivities(IArmConnections connections, IClusterStore clusters) : PostedChange(connections, clusters)
{
    [Function("EnsureNodeImage")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: true, cancellation);

    [Function("ObserveNodeImage")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: false, cancellation);

    /// <summary>The newest image for the pool; null when Azure does not say.</summary>
    /// <exception cref="OrchestratorException">Azure refused the read.</exception>
    internal static async Task<string?> NewestAsync(ArmConnection arm, string poolId, string operationId, CancellationToken cancellation)
    {
        var profile = await arm.GetViewAsync(poolId, "upgradeProfiles/default", operationId, cancellation).ConfigureAwait(false);
        return profile.Error is null ? (string?)profile.Resource?["properties"]?["latestNodeImageVersion"] : profile.IsNotFound ? null : throw new OrchestratorException(profile.Error);
    }

    protected override async Task<string?> MissingAsync(ClusterSpec spec, JsonObject resource, ResourceRequest request, ArmConnection arm, CancellationToken cancellation)
    {
        var newest = await NewestAsync(arm, request.Step.ResourceId!, request.OperationId, cancellation).ConfigureAwait(false);
        return newest is null || newest == (string?)resource["properties"]?["nodeImageVersion"] ? null : "upgradeNodeImageVersion";
    }

    protected override async Task<string?> BlockerAsync(ClusterSpec spec, JsonObject resource, ResourceRequest request, ArmConnection arm, CancellationToken cancellation)
    {
        var cluster = await arm.GetAsync(ManagedClusterIds.Cluster(spec), request.OperationId, cancellation).ConfigureAwait(false);
        return cluster.Resource is { } read && (ProvisioningStates.Of(read) == ResourceState.InProgress || (spec.ManagedCluster!.MaxParallelPools == 1 && ManagedClusterDefinition.PoolsAtWork(read).Any()))
            ? $"the cluster {spec.ManagedCluster!.Name} or another of its pools"
            : null;
    }
}
