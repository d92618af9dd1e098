using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Drift;

/// <summary>Checks every cluster that is due, those that share a read together; then repairs and tells, cluster by cluster. What fails for one holds up no other.</summary>
public static class DriftSweep
{
    public const string InstanceId = "drift-sweep";

    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    [Function(nameof(DriftSweep))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var groups = await context.CallActivityAsync<IReadOnlyList<DriftCheckGroup>>("ListDriftChecks", "schedule", Retried);
        await Task.WhenAll(groups.Select(group => CheckAsync(context, group)));
    }

    private static async Task CheckAsync(TaskOrchestrationContext context, DriftCheckGroup group)
    {
        var log = context.CreateReplaySafeLogger(nameof(DriftSweep));
        var retries = new RetryBudget();
        while (true)
        {
            var result = await GuardAsync(log, () => context.CallActivityAsync<DriftCheckResult>("CheckDrift", group, Retried));
            if (result?.Error is { } error && retries.Next(error) is { } delay)
            {
                await context.CreateTimer(delay, CancellationToken.None);
                continue;
            }

            if (result?.Error is { } stands)
            {
                log.LogError("{Count} clusters could not be checked for drift, {Code}: {Message}", group.Clusters.Count, stands.Code, stands.Message);
            }

            foreach (var news in result?.News ?? [])
            {
                await FollowAsync(context, log, news);
            }

            return;
        }
    }

    /// <summary>Repair first, so that what is told names the operation.</summary>
    private static async Task FollowAsync(TaskOrchestrationContext context, ILogger log, DriftNews news)
    {
        if (news.MayRepair)
        {
            await GuardAsync(log, () => context.CallActivityAsync<object?>("RepairDrift", news, Retried));
        }

        if (news.EventType is not null)
        {
            await GuardAsync(log, () => context.CallActivityAsync<object?>("PublishDrift", news, Retried));
            await GuardAsync(log, () => context.CallActivityAsync<object?>("PostDrift", news, Retried));
        }
    }

    private static async Task<T?> GuardAsync<T>(ILogger log, Func<Task<T>> action)
        where T : class?
    {
        try
        {
            return await action();
        }
        catch (TaskFailedException failure)
        {
            log.LogError("Task {Task} failed: {Failure}", failure.TaskName, failure.FailureDetails.ErrorMessage);
            return null;
        }
    }
}
