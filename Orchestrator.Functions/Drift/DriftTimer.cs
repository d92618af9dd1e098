using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Functions.Drift;

/// <summary>Has all clusters checked that are due. The setting OrchestratorDriftSchedule (NCRONTAB) says when.</summary>
public sealed class DriftTimer
{
    [Function("DriftTimer")]
    public Task RunAsync([TimerTrigger("%OrchestratorDriftSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        StartAsync(client, cancellation);

    /// <summary>One sweep at a time: one that still runs when the next is due goes on instead of it.</summary>
    private static async Task StartAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(DriftSweep.InstanceId, cancellation) is not { IsCompleted: false })
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(DriftSweep), input: null, new StartOrchestrationOptions(DriftSweep.InstanceId), cancellation);
        }
    }
}
