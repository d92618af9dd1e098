using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

/// <summary>Timer functions, a class each so that a test can host one alone.</summary>
internal static class TimerSamples
{
    internal sealed class Five(Journal journal, TimeProvider time)
    {
        [Function("OnFive")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => Note(journal, time, timer);
    }

    internal sealed class Interval(Journal journal, TimeProvider time)
    {
        [Function("OnInterval")]
        public Task Run([TimerTrigger("02:00:00")] TimerInfo timer)
        {
            Note(journal, time, timer);
            throw new InvalidOperationException("as asked");
        }
    }

    internal sealed class Setting(Journal journal, TimeProvider time)
    {
        [Function("OnSetting")]
        public void Run([TimerTrigger("%Sample__Schedule%")] TimerInfo timer) => Note(journal, time, timer);
    }

    internal sealed class Seconds(Journal journal, TimeProvider time)
    {
        [Function("OnSeconds")]
        public void Run([TimerTrigger("*/20 * * * * *")] TimerInfo timer) => Note(journal, time, timer);
    }

    internal sealed class Unmonitored(Journal journal, TimeProvider time)
    {
        [Function("OnUnmonitored")]
        public void Run([TimerTrigger("0 0 * * * *", UseMonitor = false)] TimerInfo timer) => Note(journal, time, timer);
    }

    internal sealed class Startup(Journal journal, TimeProvider time)
    {
        [Function("OnStartup")]
        public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => Note(journal, time, timer);
    }

    internal sealed class Traced(Journal journal)
    {
        [Function("TraceTimer")]
        public async Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
        {
            await client.ScheduleNewOrchestrationInstanceAsync("TraceWork");
            journal.Add($"traced {context.TraceContext.TraceParent}");
        }
    }

    internal sealed class FixedRetry(Journal journal, TimeProvider time)
    {
        /// <summary>Fails all day, until two o'clock.</summary>
        [Function("OnFixedRetry")]
        [FixedDelayRetry(2, "00:00:30")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, FunctionContext context)
        {
            Note(journal, time, timer, context.RetryContext);
            Fail(time.GetUtcNow().Hour < 14);
        }
    }

    internal sealed class EndlessRetry(Journal journal, TimeProvider time)
    {
        [Function("OnEndlessRetry")]
        [FixedDelayRetry(-1, "00:00:01")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, FunctionContext context)
        {
            Note(journal, time, timer, context.RetryContext);
            Fail(context.RetryContext.RetryCount < 20);
        }
    }

    internal sealed class SlowRetry(Journal journal, TimeProvider time)
    {
        [Function("OnSlowRetry")]
        [FixedDelayRetry(1, "00:07:00")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, FunctionContext context)
        {
            Note(journal, time, timer, context.RetryContext);
            Fail(time.GetUtcNow().Minute < 10);
        }
    }

    internal sealed class BackoffRetry
    {
        [Function("OnBackoffRetry")]
        [ExponentialBackoffRetry(8, "00:00:04", "00:01:00")]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer)
        {
        }
    }

    private static void Fail(bool really)
    {
        if (really)
        {
            throw new InvalidOperationException("as asked");
        }
    }

    private static void Note(Journal journal, TimeProvider time, TimerInfo timer, RetryContext? retry = null)
    {
        var status = timer.ScheduleStatus is { } s ? $"last {s.Last:MM-dd HH:mm:ss} next {s.Next:MM-dd HH:mm:ss}" : "no status";
        journal.Add($"ran at {time.GetUtcNow():MM-dd HH:mm:ss}, {(timer.IsPastDue ? "past due" : "due")}, {status}{(retry is null ? string.Empty : $", retry {retry.RetryCount} of {retry.MaxRetryCount}")}");
    }
}
