using Microsoft.Azure.Functions.Worker;
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

    private static void Note(Journal journal, TimeProvider time, TimerInfo timer)
    {
        var status = timer.ScheduleStatus is { } s ? $"last {s.Last:MM-dd HH:mm:ss} next {s.Next:MM-dd HH:mm:ss}" : "no status";
        journal.Add($"ran at {time.GetUtcNow():MM-dd HH:mm:ss}, {(timer.IsPastDue ? "past due" : "due")}, {status}");
    }
}
