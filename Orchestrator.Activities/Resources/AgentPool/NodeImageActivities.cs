using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.AgentPool;

/// <summary>Moves the nodes of a pool to the newest image that Azure has for their version. AKS rolls them by the pool's surge, with drains.</summary>
public sealed class NodeImageActivities(IArmConnections connections, IClusterStore clusters)
{
    private const int PollSeconds = 30;

    [Function("EnsureNodeImage")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: true, cancellation);

    [Function("ObserveNodeImage")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: false, cancellation);

    private async Task<ResourceOutcome> RunAsync(ResourceRequest request, bool starts, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var id = request.Step.ResourceId!;
            var pool = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            if (pool.Error is not null)
            {
                return Failed(pool.Error);
            }

            if (ProvisioningStates.Of(pool.Resource!) == ResourceState.InProgress)
            {
                return InProgress(pool.RetryAfterSeconds);
            }

            var newest = await NewestAsync(arm, id, request.OperationId, cancellation).ConfigureAwait(false);
            if (newest is null || newest == (string?)pool.Resource!["properties"]?["nodeImageVersion"])
            {
                return new ResourceOutcome { State = ResourceState.Ready, Detail = starts ? "unchanged" : "updated" };
            }

            return starts ? await StartAsync(arm, spec, id, request.OperationId, cancellation).ConfigureAwait(false) : new ResourceOutcome { State = ResourceState.Absent };
        }
        catch (OrchestratorException exception)
        {
            return Failed(exception.Error);
        }
    }

    /// <summary>The newest image for the pool; null when Azure does not say.</summary>
    /// <exception cref="OrchestratorException">Azure refused the read.</exception>
    internal static async Task<string?> NewestAsync(ArmConnection arm, string poolId, string operationId, CancellationToken cancellation)
    {
        var profile = await arm.GetViewAsync(poolId, "upgradeProfiles/default", operationId, cancellation).ConfigureAwait(false);
        return profile.Error is null ? (string?)profile.Resource?["properties"]?["latestNodeImageVersion"] : profile.IsNotFound ? null : throw new OrchestratorException(profile.Error);
    }

    private static async Task<ResourceOutcome> StartAsync(ArmConnection arm, Contracts.Clusters.ClusterSpec spec, string id, string operationId, CancellationToken cancellation)
    {
        var cluster = await arm.GetAsync(ManagedClusterIds.Cluster(spec), operationId, cancellation).ConfigureAwait(false);
        if (cluster.Resource is { } read && (ProvisioningStates.Of(read) == ResourceState.InProgress || (spec.ManagedCluster!.MaxParallelPools == 1 && ManagedClusterDefinition.PoolsAtWork(read).Any())))
        {
            return Failed(ErrorCatalog.AzureConflict.With($"Azure still works on the cluster {spec.ManagedCluster!.Name} or another of its pools.", id) with { RetryAfterSeconds = PollSeconds });
        }

        var post = await arm.PostAsync(id, "upgradeNodeImageVersion", body: null, operationId, cancellation).ConfigureAwait(false);
        return post.Error is not null ? Failed(post.Error) : InProgress(post.RetryAfterSeconds);
    }

    private static ResourceOutcome InProgress(int? retryAfterSeconds) => new() { State = ResourceState.InProgress, Detail = "updated", RetryAfterSeconds = retryAfterSeconds ?? PollSeconds };

    private static ResourceOutcome Failed(OrchestratorError error) => new() { State = ResourceState.Failed, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };
}
