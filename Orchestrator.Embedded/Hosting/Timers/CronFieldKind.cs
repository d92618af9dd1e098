namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>What a field of an NCRONTAB expression may hold.</summary>
internal sealed record CronFieldKind(string Name, int Minimum, int Maximum, List<string> Names)
{
    public static readonly CronFieldKind Second = new("second", 0, 59, []);

    public static readonly CronFieldKind Minute = new("minute", 0, 59, []);

    public static readonly CronFieldKind Hour = new("hour", 0, 23, []);

    public static readonly CronFieldKind Day = new("day", 1, 31, []);

    public static readonly CronFieldKind Month = new(
        "month",
        1,
        12,
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]);

    /// <summary>Sunday is 0; 7 is not allowed.</summary>
    public static readonly CronFieldKind DayOfWeek = new(
        "day-of-week", 0, 6, ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]);
}
