namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>
/// An NCRONTAB expression: second (optional), minute, hour, day, month, day of week. A time matches when every field does;
/// unlike Unix cron, day and day of week must both match.
/// </summary>
internal sealed class CronExpression
{
    // After 400 years the calendar repeats itself to the day of the week.
    private const int CalendarCycleYears = 400;
    private readonly CronField _second;
    private readonly CronField _minute;
    private readonly CronField _hour;
    private readonly CronField _day;
    private readonly CronField _month;
    private readonly CronField _dayOfWeek;

    private CronExpression(CronField[] fields)
    {
        (_second, _minute, _hour, _day, _month, _dayOfWeek) = (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    }

    /// <summary>
    /// A time of day made of ranges. Azure Functions runs such schedules through an hour that the wall clock repeats, and others once only.
    /// </summary>
    public bool IsInterval => _second.HasRange || _minute.HasRange || _hour.HasRange;

    /// <exception cref="FormatException">The text is no NCRONTAB expression; the message says why.</exception>
    public static CronExpression Parse(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (5 or 6))
        {
            throw new FormatException($"it has {parts.Length} fields; NCRONTAB has six (second minute hour day month day-of-week) or five (no second)");
        }

        string[] six = parts.Length == 6 ? parts : ["0", .. parts];
        CronFieldKind[] kinds =
            [CronFieldKind.Second, CronFieldKind.Minute, CronFieldKind.Hour, CronFieldKind.Day, CronFieldKind.Month, CronFieldKind.DayOfWeek];
        return new CronExpression([.. six.Zip(kinds, CronField.Parse)]);
    }

    /// <summary>The first matching second after <paramref name="time"/>; null when no date ever matches.</summary>
    public DateTime? NextAfter(DateTime time)
    {
        if (DateTime.MaxValue - time < TimeSpan.FromDays(1))
        {
            return null;
        }

        var start = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).AddSeconds(1);
        if (Matches(start.Date) && TimeOfDay(start.TimeOfDay) is { } today)
        {
            return start.Date + today;
        }

        var first = TimeOfDay(TimeSpan.Zero)!.Value;
        return NextDate(start.Date.AddDays(1)) is { } date ? date + first : null;
    }

    private bool Matches(DateTime date) => _month.Contains(date.Month) && _day.Contains(date.Day) && _dayOfWeek.Contains((int)date.DayOfWeek);

    private DateTime? NextDate(DateTime date)
    {
        var end = date.Year + CalendarCycleYears > DateTime.MaxValue.Year ? DateTime.MaxValue.Date : date.AddYears(CalendarCycleYears);
        while (date < end)
        {
            if (Matches(date))
            {
                return date;
            }

            date = _month.Contains(date.Month) ? date.AddDays(1) : new DateTime(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
        }

        return null;
    }

    /// <summary>The first matching time of day at or after <paramref name="from"/>; null when the day has none left.</summary>
    private TimeSpan? TimeOfDay(TimeSpan from)
    {
        for (var hour = _hour.AtOrAfter(from.Hours); hour is { } h; hour = _hour.AtOrAfter(h + 1))
        {
            var sameHour = h == from.Hours;
            for (var minute = _minute.AtOrAfter(sameHour ? from.Minutes : 0); minute is { } m; minute = _minute.AtOrAfter(m + 1))
            {
                if (_second.AtOrAfter(sameHour && m == from.Minutes ? from.Seconds : 0) is { } s)
                {
                    return new TimeSpan(h, m, s);
                }
            }
        }

        return null;
    }
}
