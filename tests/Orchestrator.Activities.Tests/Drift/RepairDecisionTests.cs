using Orchestrator.Activities.Drift;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>When drift is repaired, and when no more.</summary>
public sealed class RepairDecisionTests
{
    private const int Maximum = 5;
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly DriftSpec Repair = new() { Policy = DriftPolicy.Repair };

    [Fact]
    public void Fight_IsGivenUpAfterTheMaximum_EachRepairLaterThanTheOneBefore()
    {
        var repairs = new DriftRepairs();
        var starts = new List<TimeSpan>();
        RepairDecision? last = null;
        for (var at = Start; at < Start.AddHours(48); at += TimeSpan.FromMinutes(10))
        {
            last = RepairDecision.Of(Report(Finding("a")), Repair, repairs, at, Maximum);
            repairs = last.Repairs;
            if (last.Starts)
            {
                starts.Add(at - Start);
            }
        }

        Assert.Equal([0, 10, 30, 70, 150], starts.Select(static s => s.TotalMinutes));
        Assert.Contains("Repaired 5 times", Assert.Single(last!.Report.Findings).Problem, StringComparison.Ordinal);
        Assert.Contains("mallory", last.Report.Findings[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenUp_HoldsUpNothingElse_AndANewGenerationBeginsAnew()
    {
        var given = new DriftRepairs { Generation = 1, Records = new Dictionary<string, RepairRecord>(StringComparer.Ordinal) { [Finding("a").Identity] = new(Maximum, Start) } };

        var other = RepairDecision.Of(Report(Finding("a"), Finding("b")), Repair, given, Start, Maximum);
        var newer = RepairDecision.Of(Report(Finding("a")) with { Generation = 2 }, Repair, given, Start, Maximum);

        Assert.True(other.Starts);
        Assert.Equal(Maximum, other.Repairs.Records[Finding("a").Identity].Count);
        Assert.True(newer.Starts);
        Assert.Null(newer.Report.Findings[0].Problem);
    }

    [Fact]
    public void WhatStayedRepairedForADay_IsForgotten()
    {
        var once = RepairDecision.Of(Report(Finding("a")), Repair, new DriftRepairs(), Start, Maximum).Repairs;

        Assert.Single(RepairDecision.Of(Report(), Repair, once, Start.AddHours(23), Maximum).Repairs.Records);
        Assert.Empty(RepairDecision.Of(Report(), Repair, once, Start.AddHours(25), Maximum).Repairs.Records);
    }

    [Theory]
    [InlineData(DriftPolicy.Report, false)]
    [InlineData(DriftPolicy.Repair, true)]
    [InlineData(DriftPolicy.RepairInWindow, false)]
    public void Policy_DecidesWhetherARepairStarts(DriftPolicy policy, bool starts) =>
        Assert.Equal(starts, RepairDecision.Of(Report(Finding("a")), new DriftSpec { Policy = policy }, new DriftRepairs(), Start, Maximum).Starts);

    [Theory]
    [InlineData("2026-11-21T00:59:00Z", false)]
    [InlineData("2026-11-21T01:00:00Z", true)]
    [InlineData("2026-11-21T04:59:00Z", true)]
    [InlineData("2026-11-21T05:00:00Z", false)]
    [InlineData("2026-11-22T02:00:00Z", false)]
    public void Window_IsOpenByTheClocksOfItsZone(string now, bool isOpen)
    {
        var spec = new DriftSpec
        {
            Policy = DriftPolicy.RepairInWindow,
            MaintenanceWindows = [new MaintenanceWindow { Days = [DayOfWeek.Saturday], Start = new TimeOnly(2, 0), Duration = TimeSpan.FromHours(4), TimeZone = "Europe/Berlin" }],
        };

        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(isOpen, RepairDecision.Of(Report(Finding("a")), spec, new DriftRepairs(), at, Maximum).Starts);
    }

    [Theory]
    [InlineData("2027-03-28T00:30:00Z", false)]
    [InlineData("2027-03-28T01:30:00Z", true)]
    [InlineData("2026-10-25T00:30:00Z", true)]
    [InlineData("2026-10-25T01:30:00Z", false)]
    public void Window_WhenTheClocksChange_OpensOnce(string now, bool isOpen)
    {
        var window = new MaintenanceWindow { Start = new TimeOnly(2, 30), Duration = TimeSpan.FromMinutes(30), TimeZone = "Europe/Berlin" };

        Assert.Equal(isOpen, window.IsOpen(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Window_OverMidnight_StaysOpen()
    {
        var window = new MaintenanceWindow { Days = [DayOfWeek.Friday], Start = new TimeOnly(23, 0), Duration = TimeSpan.FromHours(3) };

        Assert.True(window.IsOpen(new DateTimeOffset(2026, 11, 21, 1, 59, 0, TimeSpan.Zero)));
        Assert.False(window.IsOpen(new DateTimeOffset(2026, 11, 22, 1, 59, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void WhatCannotBeChanged_StandsInTheWayOfAllElse_AndACheckThatFailedRepairsNothing()
    {
        var blocked = Report(Finding("a"), Finding("b") with { Repair = DriftRepair.None, Problem = "Azure takes no such change." });
        var failed = Report(Finding("a")) with { Error = ErrorCatalog.AzureUnavailable.With("No answer.") };

        Assert.False(RepairDecision.Of(blocked, Repair, new DriftRepairs(), Start, Maximum).Starts);
        Assert.False(RepairDecision.Of(failed, Repair, new DriftRepairs(), Start, Maximum).Starts);
    }

    [Theory]
    [InlineData("0 0 * * * *", "2026-11-20T11:59:59Z", "2026-11-20T12:00:00Z", true)]
    [InlineData("0 0 * * * *", "2026-11-20T12:00:00Z", "2026-11-20T12:59:59Z", false)]
    [InlineData("0 2 * * SAT", "2026-11-20T12:00:00Z", "2026-11-21T02:00:00Z", true)]
    [InlineData("*/15 9-17 * * 1-5", "2026-11-20T17:46:00Z", "2026-11-23T08:59:00Z", false)]
    [InlineData("*/15 9-17 * * 1-5", "2026-11-20T17:46:00Z", "2026-11-23T09:00:00Z", true)]
    [InlineData("0 0 29 2 *", "2026-11-20T12:00:00Z", "2027-11-20T12:00:00Z", false)]
    public void Schedule_IsDueWhenATimeOfItHasPassed(string cron, string after, string until, bool due) => Assert.Equal(due, CronSchedule.Parse(cron).IsDue(
        DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("* * *", "3 fields")]
    [InlineData("61 * * * *", "minute \"61\"")]
    [InlineData("0 0 * * FRY", "day of week \"FRY\"")]
    [InlineData("0 9-5 * * *", "hour \"9-5\"")]
    [InlineData("0 */0 * * *", "hour \"0\"")]
    public void Schedule_ThatIsNone_SaysWhy(string cron, string hint) => Assert.Contains(hint, Assert.Throws<FormatException>(() => CronSchedule.Parse(cron)).Message, StringComparison.Ordinal);

    [Fact]
    public void Event_ComesOnceForTheSameDrift_AndOnceForItsEnd()
    {
        var (clean, drifted, worse) = (Report(), Report(Finding("a")), Report(Finding("a"), Finding("b")));

        Assert.Equal(
            [DriftEvent.Detected, null, DriftEvent.Detected, DriftEvent.Repaired, null, null],
            new[] { (drifted, clean), (drifted, drifted), (worse, drifted), (clean, drifted), (clean, clean), (clean, null) }.Select(static c => CheckDriftActivity.News(c.Item1, c.Item2).EventType));
    }

    private static DriftReport Report(params DriftFinding[] findings) =>
        new() { Cluster = new ClusterKey("default", "c1"), Generation = 1, CheckedAt = Start, Policy = DriftPolicy.Repair, Findings = findings };

    private static DriftFinding Finding(string name) => new()
    {
        Kind = DriftKind.Field,
        Resource = $"/subscriptions/s/resourceGroups/c1/providers/Microsoft.Network/routeTables/{name}",
        ResourceType = "Microsoft.Network/routeTables",
        Name = name,
        Field = "$.tags.Name",
        Wanted = name,
        Found = "other",
        Repair = DriftRepair.Update,
        ChangedBy = new ResourceWriter { Who = "mallory", Operation = "write", Time = Start },
    };
}
