using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Drift;

/// <summary>Tells what a check found that somebody asked for: they need not wait for it.</summary>
public static class DriftTellingOrchestration
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    [Function(nameof(DriftTellingOrchestration))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, DriftNews news)
    {
        await context.CallActivityAsync<object?>("PublishDrift", news, Retried);
        await context.CallActivityAsync<object?>("PostDrift", news, Retried);
    }
}
