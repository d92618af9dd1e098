using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.GitOps;

/// <summary>
/// Tells a cluster's outcomes in their order, by queue and by webhook, until none is left. The queue is waited for, as long as a day; a webhook that does not answer
/// is not, so that it holds up nothing for longer than a minute.
/// </summary>
public static class OutcomeTellingOrchestration
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 150, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(10)));

    [Function(nameof(OutcomeTellingOrchestration))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OutcomeTurn turn)
    {
        var next = await context.CallActivityAsync<OutcomeRequest?>("NextOutcome", turn, Patient);
        if (next is null)
        {
            return;
        }

        await GuardAsync(context, "PublishOutcome", next, Patient);
        await GuardAsync(context, "PostOutcome", next, Retried);
        context.ContinueAsNew(turn with { Told = next.Id });
    }

    private static async Task GuardAsync(TaskOrchestrationContext context, string activity, OutcomeRequest outcome, TaskOptions options)
    {
        try
        {
            await context.CallActivityAsync<object?>(activity, outcome, options);
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(nameof(OutcomeTellingOrchestration)).LogError("Outcome {Id} was not told by {Task}: {Failure}", outcome.Id, failure.TaskName, failure.FailureDetails.ErrorMessage);
        }
    }
}
