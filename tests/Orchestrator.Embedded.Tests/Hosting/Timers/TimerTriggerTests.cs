using Orchestrator.Embedded.Hosting;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

public sealed class TimerTriggerTests
{
    [Fact]
    public async Task Timer_ClockMoves_RunsWhenDueAndKnowsItsStatus()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Five));

        await app.RunForAsync(TimeSpan.FromMinutes(11));

        Assert.Equal(
            [
                "ran at 11-20 12:05:00, due, last 01-01 00:00:00 next 11-20 12:05:00",
                "ran at 11-20 12:10:00, due, last 11-20 12:05:00 next 11-20 12:10:00",
            ],
            app.Lines);
    }

    [Fact]
    public async Task Timer_RunMissedWhileTheHostWasDown_RunsOnceAtStartAsPastDue()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Five));
        await app.RunForAsync(TimeSpan.FromMinutes(6));
        await app.RestartAsync(after: TimeSpan.FromMinutes(31));

        await app.RunForAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(
            [
                "ran at 11-20 12:37:00, past due, last 11-20 12:05:00 next 11-20 12:10:00",
                "ran at 11-20 12:40:00, due, last 11-20 12:37:00 next 11-20 12:40:00",
            ],
            app.Lines);
    }

    [Fact]
    public async Task Timer_NothingMissedWhileTheHostWasDown_WaitsForItsTime()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Five));
        await app.RunForAsync(TimeSpan.FromMinutes(6));
        await app.RestartAsync(after: TimeSpan.FromMinutes(2));

        await app.RunForAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(["ran at 11-20 12:10:00, due, last 11-20 12:05:00 next 11-20 12:10:00"], app.Lines);
    }

    [Fact]
    public async Task Timer_ScheduleChangedWhileTheHostWasDown_IsNotPastDue()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Setting), "0 0 * * * *");
        await app.RunForAsync(TimeSpan.FromMinutes(1));
        await app.RestartAsync(after: TimeSpan.FromHours(3), schedule: "0 30 * * * *");

        await app.RunForAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(["ran at 11-20 15:30:00, due, last 01-01 00:00:00 next 11-20 15:30:00"], app.Lines);
    }

    [Fact]
    public async Task Timer_FunctionFails_IsLoggedAndTheScheduleGoesOn()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Interval));

        await app.RunForAsync(TimeSpan.FromHours(5));

        Assert.Equal(2, app.Lines.Count);
        Assert.Equal(2, app.Sample.Logs.Entries.Count(e => e.Message == "Timer function OnInterval failed"));
    }

    [Theory]
    [InlineData(typeof(TimerSamples.Unmonitored), 1)]
    [InlineData(typeof(TimerSamples.Seconds), 180)]
    public async Task Timer_NotMonitoredOrMoreOftenThanEachMinute_HasNoStatusAndMissesNothing(Type function, int runsPerHour)
    {
        await using var app = new TimerApp(function);
        await app.RunForAsync(TimeSpan.FromMinutes(1));
        await app.RestartAsync(after: TimeSpan.FromHours(2.5));

        await app.RunForAsync(TimeSpan.Zero);

        Assert.Empty(app.Lines);
        await app.RunForAsync(TimeSpan.FromHours(1));
        Assert.All(app.Lines, line => Assert.EndsWith(", due, no status", line, StringComparison.Ordinal));
        Assert.Equal(runsPerHour, app.Lines.Count);
    }

    [Fact]
    public async Task Timer_RunOnStartup_RunsAtEveryStart()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Startup));
        await app.RunForAsync(TimeSpan.Zero);
        Assert.Equal(["ran at 11-20 12:00:00, due, last 01-01 00:00:00 next 01-01 00:00:00"], app.Lines);

        await app.RestartAsync(after: TimeSpan.FromMinutes(1));
        await app.RunForAsync(TimeSpan.Zero);

        Assert.Equal(["ran at 11-20 12:01:00, due, last 11-20 12:00:00 next 01-01 00:00:00"], app.Lines);
    }

    [Theory]
    [InlineData("0 0 * * *")]
    [InlineData("1.00:00:00")]
    public async Task Timer_ScheduleInASetting_IsResolved(string schedule)
    {
        await using var app = new TimerApp(typeof(TimerSamples.Setting), schedule);

        await app.RunForAsync(TimeSpan.FromHours(24));

        Assert.Single(app.Lines);
    }

    [Theory]
    [InlineData(null, "there is no app setting 'Sample__Schedule'")]
    [InlineData("every day", "it has 2 fields")]
    [InlineData("00:00:00", "an interval must be above zero")]
    [InlineData("0 0 0 30 2 *", "no date ever matches it")]
    public async Task Timer_ScheduleWrong_StopsTheStart(string? schedule, string message)
    {
        await using var app = new TimerApp(typeof(TimerSamples.Setting), schedule);

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => app.RunForAsync(TimeSpan.Zero));

        Assert.Contains("TimerSamples+Setting.Run (function 'OnSetting'): the schedule '%Sample__Schedule%' is wrong", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_StatusFileDamaged_StopsTheStartAndNamesTheFile()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Five));
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(app.Folder, "timers")).FullName, "onfive.json");
        await File.WriteAllTextAsync(file, "{ torn", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => app.RunForAsync(TimeSpan.Zero));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Equal("{ torn", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Timer_RunByHand_LeavesTheScheduleAsItIs()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Five));
        await app.RunForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(202, (await app.Sample.SendAsync("POST", $"/admin/functions/OnFive?code={app.Sample.Host.MasterKey}", "{}")).Status);
        await app.RunForAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(
            [
                "ran at 11-20 12:01:00, due, last 01-01 00:00:00 next 11-20 12:05:00",
                "ran at 11-20 12:05:00, due, last 01-01 00:00:00 next 11-20 12:05:00",
            ],
            app.Lines);
    }

    [Fact]
    public async Task Timer_DueOnlyInYears_IsReachedInSteps()
    {
        await using var app = new TimerApp(typeof(TimerSamples.Setting), "0 0 0 29 2 *");

        await app.RunForAsync(TimeSpan.FromDays(500));

        Assert.Equal(["ran at 02-29 00:00:00, due, last 01-01 00:00:00 next 02-29 00:00:00"], app.Lines);
    }
}
