using System.Runtime.ExceptionServices;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>Repeats a call by policy or handler, with the real engine's timers and numbers.</summary>
internal static class RetryLoop
{
    public const string ActivityNotFound = "ActivityTaskNotFound";
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    public static Task<T> RunAsync<T>(DurableOrchestrationContext context, TaskRetryOptions retry, Func<Task<T>> call) => retry switch
    {
        { Policy: { } policy } => RunAsync(context, policy, call),
        { Handler: { } handler } => RunAsync(context, handler, call),
        _ => call(),
    };

    private static async Task<T> RunAsync<T>(DurableOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 0; ; attempt++)
        {
            TaskFailedException failure;
            try
            {
                return await call();
            }
            catch (TaskFailedException failed) when (!IsFinal(failed))
            {
                failure = failed;
            }

            if (Delay(context, policy, first, attempt, failure) is not { } delay)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
            else if (attempt + 1 < policy.MaxNumberOfAttempts)
            {
                await context.CreateOneTimer(context.CurrentUtcDateTime + delay, CancellationToken.None);
            }
            else
            {
                // The real engine keeps a timer after the last attempt for the sake of old histories; it takes a sequence number.
                await context.CreateOneTimer(context.CurrentUtcDateTime, CancellationToken.None);
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    private static async Task<T> RunAsync<T>(DurableOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            TaskFailedException failure;
            try
            {
                return await call();
            }
            catch (TaskFailedException failed) when (!IsFinal(failed))
            {
                failure = failed;
            }

            var elapsed = context.CurrentUtcDateTime - first;
            if (!await handler(new RetryContext(context, attempt, failure.FailureDetails, elapsed, CancellationToken.None)))
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    // What does not exist will not exist at the next attempt either.
    private static bool IsFinal(TaskFailedException failed) => failed.FailureDetails.ErrorType is ActivityNotFound or OrchestratorNotFound;

    private static TimeSpan? Delay(
        DurableOrchestrationContext context, RetryPolicy policy, DateTime first, int attempt, TaskFailedException failure)
    {
        var isLate = policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime - first >= policy.RetryTimeout;
        if (isLate || !policy.Handle(failure))
        {
            return null;
        }

        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt);
        return milliseconds < policy.MaxRetryInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : policy.MaxRetryInterval;
    }
}
