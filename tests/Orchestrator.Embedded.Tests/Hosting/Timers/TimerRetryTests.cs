using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

public sealed class TimerRetryTests
{
    [Fact]
    public async Task FixedDelay_FunctionFails_IsRepeatedAsOftenAsItSaysAndTheScheduleGoesOn()
    {
        await using var app = new TimerApp(typeof(TimerSamples.FixedRetry));

        await app.RunForAsync(TimeSpan.FromHours(2));

        Assert.Equal(
            [
                "ran at 11-20 13:00:00, due, last 01-01 00:00:00 next 11-20 13:00:00, retry 0 of 2",
                "ran at 11-20 13:00:30, due, last 01-01 00:00:00 next 11-20 13:00:00, retry 1 of 2",
                "ran at 11-20 13:01:00, due, last 01-01 00:00:00 next 11-20 13:00:00, retry 2 of 2",
                "ran at 11-20 14:00:00, due, last 11-20 13:00:00 next 11-20 14:00:00, retry 0 of 2",
            ],
            app.Lines);
        Assert.Single(app.Sample.Logs.Entries, e => e.Message == "Timer function OnFixedRetry has failed, and so have its 2 retries");
        Assert.Equal(3, app.Sample.Logs.Entries.Count(e => e.Message == "Timer function OnFixedRetry failed"));
    }

    [Fact]
    public async Task Unlimited_FunctionFailsForLong_GoesOnUntilItSucceeds()
    {
        await using var app = new TimerApp(typeof(TimerSamples.EndlessRetry));

        await app.RunForAsync(TimeSpan.FromHours(1.5));

        Assert.Equal(21, app.Lines.Count);
        Assert.EndsWith("retry 20 of -1", app.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_LongerThanTheSchedule_DelayTheNextRun()
    {
        await using var app = new TimerApp(typeof(TimerSamples.SlowRetry));

        await app.RunForAsync(TimeSpan.FromMinutes(8));

        Assert.Equal(["12:05:00", "12:12:00", "12:12:00"], (await RunForAsync(app, 5)).Select(line => line[13..21]));
    }

    [Fact]
    public async Task HostStopsBetweenTwoTries_RunIsPastDueAtTheNextStart()
    {
        await using var app = new TimerApp(typeof(TimerSamples.FixedRetry));
        await app.RunForAsync(TimeSpan.FromSeconds(3610));
        Assert.Single(app.Lines);

        await app.RestartAsync(after: TimeSpan.FromMinutes(1));
        await app.RunForAsync(TimeSpan.Zero);

        Assert.Equal(["ran at 11-20 13:01:10, past due, last 01-01 00:00:00 next 11-20 13:00:00, retry 0 of 2"], app.Lines);
    }

    [Fact]
    public async Task RunByHand_Fails_IsNotRepeated()
    {
        await using var app = new TimerApp(typeof(TimerSamples.FixedRetry));
        await app.RunForAsync(TimeSpan.FromMinutes(1));

        await app.Sample.SendAsync("POST", $"/admin/functions/OnFixedRetry?code={app.Sample.Host.MasterKey}", "{}");
        await app.RunForAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["ran at 11-20 12:01:00, due, last 01-01 00:00:00 next 11-20 13:00:00, retry 0 of 0"], app.Lines);
    }

    [Fact]
    public void Backoff_Grows_FromTheMinimumToTheMaximum()
    {
        var policy = RetryPolicy.Of(typeof(TimerSamples.BackoffRetry).GetMethod("Run")!, new SeededRandomness(1))!;

        var delays = Enumerable.Range(1, 9).Select(failures => policy.DelayAfter(failures)).ToArray();

        Assert.Equal(TimeSpan.FromSeconds(4), delays[0]);
        Assert.All(Enumerable.Range(1, 4), i => Assert.InRange(((delays[i]!.Value / TimeSpan.FromSeconds(4)) - 1) / Math.Pow(2, i - 1), 0.8, 1.2));
        Assert.All(delays[6..8], delay => Assert.Equal(TimeSpan.FromMinutes(1), delay));
        Assert.Null(delays[8]);
    }

    [Theory]
    [InlineData(typeof(BrokenRetries.QueueRetry), "the queue repeats messages, set extensions.queues.maxDequeueCount")]
    [InlineData(typeof(BrokenRetries.ActivityRetry), "an activity is repeated by who calls it")]
    [InlineData(typeof(BrokenRetries.HttpRetry), "a retry policy is for triggers that support it")]
    [InlineData(typeof(BrokenRetries.EventRetry), "the event subscription repeats deliveries")]
    [InlineData(typeof(BrokenRetries.OrchestratorRetry), "an orchestrator repeats by itself")]
    [InlineData(typeof(BrokenRetries.TwoRetries), "it has more than one retry policy")]
    [InlineData(typeof(BrokenRetries.NegativeRetry), "-2 is no count of retries")]
    [InlineData(typeof(BrokenRetries.NoIntervalRetry), "its retry policy is wrong: An interval is a time span of zero or more")]
    [InlineData(typeof(BrokenRetries.BelowZeroRetry), "its retry policy is wrong: An interval is a time span of zero or more")]
    [InlineData(typeof(BrokenRetries.BackwardsRetry), "its retry policy is wrong: The minimum interval 00:02:00 is above the maximum interval 00:01:00")]
    [InlineData(typeof(BrokenRetries.EternalRetry), "a delay between retries is at most 49 days")]
    public async Task Policy_WhereAzureHasNone_StopsTheStart(Type function, string message)
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { FunctionTypes = type => type == function }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> RunForAsync(TimerApp app, int minutes)
    {
        await app.RunForAsync(TimeSpan.FromMinutes(minutes));
        return app.Lines;
    }
}
