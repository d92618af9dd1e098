using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Drift;

/// <summary>Starts the repair of what a check found, if the policy, the hour and the repairs before it let it.</summary>
public sealed class RepairDriftActivity(DriftRepairing repairing)
{
    [Function("RepairDrift")]
    public Task RunAsync([ActivityTrigger] DriftNews news, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        repairing.FollowAsync(news.Cluster, client, cancellation);
}
