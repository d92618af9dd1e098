using System.Globalization;
using Orchestrator.Contracts.Drift;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Drift;

/// <summary>A maintenance window as text: <c>DAYS START DURATION [ZONE]</c>.</summary>
internal static class WindowText
{
    private const string Example = "Write it as in \"Sat,Sun 22:00 4h Europe/Berlin\".";
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <param name="invalid">Told what is wrong and what to write; the window is null then.</param>
    public static MaintenanceWindow? Parse(string text, Action<string, string> invalid)
    {
        switch (text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            case [var days, var start, var duration]:
                return Make(days, start, duration, "UTC", invalid);
            case [var days, var start, var duration, var zone]:
                return Make(days, start, duration, zone, invalid);
            default:
                invalid($"\"{text}\" is no maintenance window.", Example);
                return null;
        }
    }

    public static MaintenanceWindow? Make(string days, string start, string duration, string zone, Action<string, string> invalid)
    {
        var on = Days(days);
        var problem = on is null ? $"the days \"{days}\""
            : !TimeOnly.TryParseExact(start, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? $"the start \"{start}\""
            : GoDuration.Parse(duration) is not { } span || span <= TimeSpan.Zero || span > TimeSpan.FromDays(7) ? $"the duration \"{duration}\""
            : !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? $"the time zone \"{zone}\""
            : null;
        if (problem is not null)
        {
            invalid($"A maintenance window has {problem}.", $"{Example} Days are Mon to Sun, ranges such as Mon-Fri, or *; the start HH:MM; the duration up to 168h; the zone an IANA name.");
            return null;
        }

        return new MaintenanceWindow
        {
            Days = on!,
            Start = TimeOnly.ParseExact(start, "HH:mm", CultureInfo.InvariantCulture),
            Duration = GoDuration.Parse(duration)!.Value,
            TimeZone = zone,
        };
    }

    /// <summary>None for every day; null when the text means nothing.</summary>
    private static IReadOnlyList<DayOfWeek>? Days(string text)
    {
        if (text == "*")
        {
            return [];
        }

        var days = new SortedSet<DayOfWeek>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = item.Split('-').Select(static name => Array.FindIndex(DayNames, d => d.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
            if (ends.Count > 2 || ends.Contains(-1))
            {
                return null;
            }

            // Over the end of the week: Fri-Mon.
            for (var day = ends[0]; ; day = (day + 1) % 7)
            {
                days.Add((DayOfWeek)day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return [.. days];
    }
}
