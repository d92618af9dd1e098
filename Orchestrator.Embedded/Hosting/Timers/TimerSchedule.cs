using System.Globalization;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>When a timer function runs: an NCRONTAB expression or a fixed interval. Times are UTC.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);
    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(CronExpression? cron, TimeSpan interval, string text)
    {
        _cron = cron;
        _interval = interval;
        Text = text;
    }

    public string Text { get; }

    /// <exception cref="FormatException">The text is neither an interval above zero nor an expression that ever matches.</exception>
    public static TimerSchedule Parse(string text, DateTimeOffset now)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
        {
            return interval > TimeSpan.Zero
                ? new TimerSchedule(null, interval, text)
                : throw new FormatException("an interval must be above zero");
        }

        var cron = CronExpression.Parse(text);
        return cron.NextAfter(now.UtcDateTime) is null
            ? throw new FormatException("no date ever matches it")
            : new TimerSchedule(cron, TimeSpan.Zero, text);
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
