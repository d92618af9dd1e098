using Orchestrator.Embedded.Hosting;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

public sealed class TimerZoneTests
{
    [Theory]
    [InlineData("WEBSITE_TIME_ZONE", "Europe/Berlin")]
    [InlineData("TZ", "Europe/Berlin")]
    [InlineData("TZ", ":Europe/Berlin")]
    public async Task Schedule_InAZone_FollowsItsWallClockOverTheTurnOfTheClock(string setting, string zone)
    {
        RequireBerlin(setting);
        await using var app = new TimerApp(typeof(TimerSamples.Setting), "0 30 9 * * *", start: "2026-10-24T00:00:00Z");
        app.Settings.Clear();
        app.Settings[setting] = zone;

        await app.RunForAsync(TimeSpan.FromDays(2));

        Assert.Equal(
            [
                "ran at 10-24 07:30:00, due, last 01-01 00:00:00 next 10-24 09:30:00",
                "ran at 10-25 08:30:00, due, last 10-24 09:30:00 next 10-25 09:30:00",
            ],
            app.Lines);
    }

    [Fact]
    public async Task Zone_OfTheAppSetting_WinsOverThatOfTheProcess()
    {
        RequireBerlin("TZ");
        await using var app = new TimerApp(typeof(TimerSamples.Setting), "0 30 9 * * *");
        app.Settings["TZ"] = "Europe/Berlin";

        await app.RunForAsync(TimeSpan.FromDays(1));

        Assert.StartsWith("ran at 11-21 09:30:00", Assert.Single(app.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zone_ChangedWhileTheHostWasDown_IsAChangedSchedule()
    {
        RequireBerlin("WEBSITE_TIME_ZONE");
        await using var app = new TimerApp(typeof(TimerSamples.Setting), "0 30 9 * * *");
        await app.RunForAsync(TimeSpan.FromMinutes(1));
        app.Settings["WEBSITE_TIME_ZONE"] = "Europe/Berlin";
        await app.RestartAsync(after: TimeSpan.FromHours(22));

        await app.RunForAsync(TimeSpan.FromDays(1));

        Assert.Equal(["ran at 11-22 08:30:00, due, last 01-01 00:00:00 next 11-22 09:30:00"], app.Lines);
    }

    [Theory]
    [InlineData("WEBSITE_TIME_ZONE", "Europe/Nowhere")]
    [InlineData("WEBSITE_TIME_ZONE", "CET-1CEST")]
    [InlineData("TZ", "nowhere")]
    public async Task Zone_Unknown_StopsTheStartAndNamesTheSetting(string setting, string zone)
    {
        Assert.SkipWhen(setting == "TZ" && OperatingSystem.IsWindows(), "Windows has no TZ.");
        await using var app = new TimerApp(typeof(TimerSamples.Five));
        app.Settings.Clear();
        app.Settings[setting] = zone;

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => app.RunForAsync(TimeSpan.Zero));

        Assert.StartsWith($"The setting {setting} is '{zone}', which is no time zone of this machine", error.Message, StringComparison.Ordinal);
    }

    private static void RequireBerlin(string setting)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _), "This machine has no time zone Europe/Berlin: install tzdata.");
        Assert.SkipWhen(setting == "TZ" && OperatingSystem.IsWindows(), "Windows has no TZ.");
    }
}
