using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.State;

/// <summary>Whether somebody has paused the replacing of machines.</summary>
public sealed class CheckRolloutHoldActivity(IClusterStore clusters)
{
    [Function("CheckRolloutHold")]
    public async Task<RolloutHold> RunAsync([ActivityTrigger] ClusterRequest request, CancellationToken cancellation) =>
        new((await clusters.FindAsync(request.Cluster, cancellation).ConfigureAwait(false))?.RolloutPause);
}
