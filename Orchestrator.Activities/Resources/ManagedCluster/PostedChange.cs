using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>A change that Azure makes when asked by a POST on a resource, and that the resource then shows.</summary>
public abstract class PostedChange(IArmConnections connections, IClusterStore clusters)
{
    private const int PollSeconds = 30;

    /// <summary>The action that is missing; null: the resource is as it shall be.</summary>
    protected abstract Task<string?> MissingAsync(ClusterSpec spec, JsonObject resource, ResourceRequest request, ArmConnection arm, CancellationToken cancellation);

    /// <summary>What Azure works on that stands in the way; null: nothing.</summary>
    protected abstract Task<string?> BlockerAsync(ClusterSpec spec, JsonObject resource, ResourceRequest request, ArmConnection arm, CancellationToken cancellation);

    /// <param name="request">The step.</param>
    /// <param name="starts">Asks Azure where something is missing; otherwise only looks.</param>
    /// <param name="cancellation">Stops the requests.</param>
    protected async Task<ResourceOutcome> RunAsync(ResourceRequest request, bool starts, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var id = request.Step.ResourceId!;
            var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            if (read.Error is not null)
            {
                return Failed(read.Error);
            }

            if (ProvisioningStates.Of(read.Resource!) == ResourceState.InProgress)
            {
                return InProgress(read.RetryAfterSeconds);
            }

            if (await MissingAsync(spec, read.Resource!, request, arm, cancellation).ConfigureAwait(false) is not { } action)
            {
                return new ResourceOutcome { State = ResourceState.Ready, Detail = starts ? "unchanged" : "updated" };
            }

            if (!starts)
            {
                // What was started has ended, and not as it should: begin again.
                return new ResourceOutcome { State = ResourceState.Absent };
            }

            if (await BlockerAsync(spec, read.Resource!, request, arm, cancellation).ConfigureAwait(false) is { } blocker)
            {
                return Failed(ErrorCatalog.AzureConflict.With($"Azure still works on {blocker}.", id) with { RetryAfterSeconds = PollSeconds });
            }

            var post = await arm.PostAsync(id, action, body: null, request.OperationId, cancellation).ConfigureAwait(false);
            return post.Error is not null ? Failed(post.Error) : InProgress(post.RetryAfterSeconds);
        }
        catch (OrchestratorException exception)
        {
            return Failed(exception.Error);
        }
    }

    private static ResourceOutcome InProgress(int? retryAfterSeconds) => new() { State = ResourceState.InProgress, Detail = "updated", RetryAfterSeconds = retryAfterSeconds ?? PollSeconds };

    private static ResourceOutcome Failed(OrchestratorError error) => new() { State = ResourceState.Failed, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };
}
