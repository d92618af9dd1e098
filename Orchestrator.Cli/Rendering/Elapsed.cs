using System.Globalization;

namespace Orchestrator.Cli.Rendering;

/// <summary>Spans of time as people read them: <c>8s</c>, <c>6m52s</c>, <c>1h02m</c>, <c>3d04h</c>.</summary>
public static class Elapsed
{
    public static string Format(TimeSpan span)
    {
        var whole = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(span.TotalSeconds)));
        return whole switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{whole.Seconds}s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}m{whole.Seconds:00}s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{whole.Hours}h{whole.Minutes:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalDays}d{whole.Hours:00}h"),
        };
    }
}
