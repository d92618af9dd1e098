namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>
/// An NCRONTAB expression on the wall clock of a time zone, as Azure Functions has it: a time that the wall clock skips runs when the skipped hour is over,
/// as far beyond it as the time is within; of the times that it repeats, an interval takes both and a point in time the first.
/// </summary>
internal sealed class WallClockSchedule(CronExpression cron, TimeZoneInfo zone)
{
    /// <summary>The first run after <paramref name="utc"/>, in UTC; null when there is none.</summary>
    public DateTime? NextAfter(DateTime utc)
    {
        var now = Wall(utc, zone.GetUtcOffset(utc));
        var wall = Match(now);
        while (wall is { } next)
        {
            if (Instant(next, utc) is { } instant)
            {
                return cron.IsInterval && !zone.IsAmbiguousTime(next) ? Repeated(utc, now) ?? instant : instant;
            }

            wall = Match(next);
        }

        return null;
    }

    /// <summary>When a matching wall clock time runs; null when it has run.</summary>
    private DateTime? Instant(DateTime wall, DateTime utc)
    {
        if (!zone.IsAmbiguousTime(wall))
        {
            // Of a time that is skipped the offset is the one before the skip, which puts it after.
            var instant = Utc(wall, zone.GetUtcOffset(wall));
            return instant > utc ? instant : null;
        }

        var offsets = zone.GetAmbiguousTimeOffsets(wall);
        var first = Utc(wall, offsets.Max());
        return first > utc ? first : cron.IsInterval ? Utc(wall, offsets.Min()) : null;
    }

    /// <summary>The first match of the second pass when now is in the first, which has no further match; null otherwise.</summary>
    private DateTime? Repeated(DateTime utc, DateTime now)
    {
        if (!zone.IsAmbiguousTime(now) || zone.GetAmbiguousTimeOffsets(now).Max() != zone.GetUtcOffset(utc))
        {
            return null;
        }

        var second = zone.GetAmbiguousTimeOffsets(now).Min();
        for (var wall = Match(Wall(utc, second)); wall is { } next; wall = Match(next))
        {
            if (zone.GetUtcOffset(Utc(next, second)) == second)
            {
                return Utc(next, second);
            }
        }

        return null;
    }

    private DateTime? Match(DateTime wall) => cron.NextAfter(wall) is { } next ? DateTime.SpecifyKind(next, DateTimeKind.Unspecified) : null;

    private static DateTime Wall(DateTime utc, TimeSpan offset) => Shifted(utc, offset, DateTimeKind.Unspecified);

    private static DateTime Utc(DateTime wall, TimeSpan offset) => Shifted(wall, -offset, DateTimeKind.Utc);

    /// <summary>Stays within the calendar.</summary>
    private static DateTime Shifted(DateTime time, TimeSpan by, DateTimeKind kind) =>
        new(Math.Clamp(time.Ticks + by.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), kind);
}
