using System.Globalization;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>When a timer function runs: an NCRONTAB expression on the wall clock of a zone, or an interval of time that passes. Times are UTC.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);
    private readonly WallClockSchedule? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(WallClockSchedule? cron, TimeSpan interval)
    {
        _cron = cron;
        _interval = interval;
    }

    /// <exception cref="FormatException">The text is neither an interval above zero nor an expression that ever matches.</exception>
    public static TimerSchedule Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
        {
            return interval > TimeSpan.Zero
                ? new TimerSchedule(null, interval)
                : throw new FormatException("an interval must be above zero");
        }

        var cron = new WallClockSchedule(CronExpression.Parse(text), zone);
        return cron.NextAfter(now.UtcDateTime) is null
            ? throw new FormatException("no date ever matches it")
            : new TimerSchedule(cron, TimeSpan.Zero);
    }

    /// <summary>The first run after <paramref name="time"/>; the end of time when there is none.</summary>
    public DateTime NextAfter(DateTime time)
    {
        if (_cron is not null)
        {
            return _cron.NextAfter(time) ?? DateTime.MaxValue;
        }

        return DateTime.MaxValue - time > _interval ? time + _interval : DateTime.MaxValue;
    }

    /// <summary>Azure keeps no status of schedules that run more often than once a minute.</summary>
    public bool IsMonitored(DateTimeOffset now)
    {
        var first = NextAfter(now.UtcDateTime);
        return NextAfter(first) - first >= ShortestMonitored;
    }
}
