using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>Starts or stops an AKS cluster, as its spec says.</summary>
public sealed class ManagedClusterPowerActivities(IArmConnections connections, IClusterStore clusters)
{
    private const int PollSeconds = 30;

    [Function("EnsureManagedClusterPower")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: true, cancellation);

    [Function("ObserveManagedClusterPower")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: false, cancellation);

    private async Task<ResourceOutcome> RunAsync(ResourceRequest request, bool starts, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var (id, wanted) = (ManagedClusterIds.Cluster(spec), spec.ManagedCluster!.Power ?? ManagedClusterPower.Running);
            var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            return read.Error is not null ? Failed(read.Error) : await ReachAsync(arm, id, read, wanted, request.OperationId, starts, cancellation).ConfigureAwait(false);
        }
        catch (OrchestratorException exception)
        {
            return Failed(exception.Error);
        }
    }

    private static async Task<ResourceOutcome> ReachAsync(
        ArmConnection arm, string id, ArmResponse read, ManagedClusterPower wanted, string operationId, bool starts, CancellationToken cancellation)
    {
        var cluster = read.Resource!;
        if (ProvisioningStates.Of(cluster) == ResourceState.InProgress)
        {
            return InProgress(read.RetryAfterSeconds);
        }

        if (ManagedClusterDefinition.IsStopped(cluster) == (wanted == ManagedClusterPower.Stopped))
        {
            return new ResourceOutcome { State = ResourceState.Ready, Detail = starts ? "unchanged" : "updated" };
        }

        if (!starts)
        {
            // What was started has ended, and not as it should: begin again.
            return new ResourceOutcome { State = ResourceState.Absent };
        }

        if (ManagedClusterDefinition.PoolsAtWork(cluster).FirstOrDefault() is { } pool)
        {
            return Failed(ErrorCatalog.AzureConflict.With($"Azure still works on the pool {pool}.", id) with { RetryAfterSeconds = PollSeconds });
        }

        var post = await arm.PostAsync(id, wanted == ManagedClusterPower.Stopped ? "stop" : "start", body: null, operationId, cancellation).ConfigureAwait(false);
        return post.Error is not null ? Failed(post.Error) : InProgress(post.RetryAfterSeconds);
    }

    private static ResourceOutcome InProgress(int? retryAfterSeconds) => new() { State = ResourceState.InProgress, Detail = "updated", RetryAfterSeconds = retryAfterSeconds ?? PollSeconds };

    private static ResourceOutcome Failed(OrchestratorError error) => new() { State = ResourceState.Failed, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };
}
