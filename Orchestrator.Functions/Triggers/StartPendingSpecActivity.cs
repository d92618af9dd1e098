using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Operations;

namespace Orchestrator.Functions.Triggers;

/// <summary>Makes a cluster anew whose source wanted it again while it was being deleted.</summary>
public sealed class StartPendingSpecActivity(ClusterOperations operations)
{
    [Function("StartPendingSpec")]
    public Task RunAsync([ActivityTrigger] OutcomeRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        operations.StartPendingAsync(request.Cluster!, client, cancellation);
}
