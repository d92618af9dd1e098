using System.Globalization;
using Orchestrator.Embedded.Hosting.Timers;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

/// <summary>Berlin skips 02:00 to 03:00 on 2026-03-29 and repeats it on 2026-10-25, both at 01:00 UTC; New York repeats 01:00 to 02:00 on 2026-11-01 at 06:00.</summary>
public sealed class WallClockScheduleTests
{
    [Theory]
    [InlineData("UTC", "0 30 9 * * *", "2026-03-28T12:00", "29T09:30 30T09:30")]
    [InlineData("Europe/Berlin", "0 30 9 * * *", "2026-03-28T06:00", "28T08:30 29T07:30 30T07:30")]
    [InlineData("Europe/Berlin", "0 30 9 * * *", "2026-10-24T06:00", "24T07:30 25T08:30 26T08:30")]
    [InlineData("Europe/Berlin", "0 0 0 * * 1", "2026-11-20T12:00", "22T23:00 29T23:00")]
    [InlineData("Asia/Kolkata", "0 0 12 * * *", "2026-11-20T12:00", "21T06:30 22T06:30")]
    // A point in time that is skipped runs when the hour is over.
    [InlineData("Europe/Berlin", "0 30 2 * * *", "2026-03-27T12:00", "28T01:30 29T01:30 30T00:30")]
    [InlineData("Europe/Berlin", "0 0,30 2 * * *", "2026-03-28T12:00", "29T01:00 30T00:00 30T00:30")]
    // One that is repeated runs the first time.
    [InlineData("Europe/Berlin", "0 30 2 * * *", "2026-10-23T12:00", "24T00:30 25T00:30 26T01:30")]
    [InlineData("Europe/Berlin", "0 30 2 * * *", "2026-10-25T00:40", "26T01:30")]
    [InlineData("Europe/Berlin", "0 30 2 * * *", "2026-10-25T01:10", "26T01:30")]
    [InlineData("America/New_York", "0 30 1 * * *", "2026-10-31T12:00", "01T05:30 02T06:30")]
    [InlineData("Europe/Berlin", "0 30 2 25 10 *", "2026-01-01T12:00", "25T00:30")]
    // Intervals run on through both hours, and through none.
    [InlineData("Europe/Berlin", "0 */30 * * * *", "2026-10-24T23:30", "25T00:00 25T00:30 25T01:00 25T01:30 25T02:00 25T02:30")]
    [InlineData("Europe/Berlin", "0 */30 * * * *", "2026-03-29T00:00", "29T00:30 29T01:00 29T01:30 29T02:00")]
    [InlineData("Europe/Berlin", "0 30 * * * *", "2026-03-28T23:40", "29T00:30 29T01:30 29T02:30")]
    [InlineData("America/New_York", "0 */30 * * * *", "2026-11-01T04:30", "01T05:00 01T05:30 01T06:00 01T06:30 01T07:00")]
    [InlineData("Europe/Berlin", "0 0-1 2 * * *", "2026-10-24T12:00", "25T00:00 25T00:01 25T01:00 25T01:01 26T01:00")]
    public void NextAfter_OnTheWallClock_RunsWhenAzureRunsIt(string zone, string expression, string after, string expected)
    {
        var schedule = new WallClockSchedule(CronExpression.Parse(expression), Zone(zone));
        var runs = new List<string>();
        var time = DateTime.Parse(after, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        while (runs.Count < expected.Split(' ').Length)
        {
            time = schedule.NextAfter(time)!.Value;
            Assert.Equal(DateTimeKind.Utc, time.Kind);
            runs.Add(time.ToString("dd'T'HH:mm", CultureInfo.InvariantCulture));
        }

        Assert.Equal(expected.Split(' '), runs);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/St_Johns")]
    public void Interval_OverAYear_RunsAtEveryInstantWhoseWallClockMatches(string name)
    {
        var zone = Zone(name);
        var schedule = new WallClockSchedule(CronExpression.Parse("0 */15 * * * *"), zone);
        var end = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var expected = new List<DateTime>();
        for (var time = end.AddYears(-1); time < end; time = time.AddMinutes(15))
        {
            expected.Add(time);
        }

        var runs = new List<DateTime>();
        for (var time = schedule.NextAfter(end.AddYears(-1).AddSeconds(-1))!.Value; time < end; time = schedule.NextAfter(time)!.Value)
        {
            runs.Add(time);
        }

        Assert.Equal(expected, runs);
    }

    [Fact]
    public void NextAfter_TheEndsOfTheCalendar_AreNoError()
    {
        var schedule = new WallClockSchedule(CronExpression.Parse("0 30 9 * * *"), Zone("America/New_York"));

        Assert.NotNull(schedule.NextAfter(default));
        Assert.Null(schedule.NextAfter(DateTime.MaxValue));
    }

    private static TimeZoneInfo Zone(string name)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone), $"This machine has no time zone {name}: install tzdata.");
        return zone!;
    }
}
