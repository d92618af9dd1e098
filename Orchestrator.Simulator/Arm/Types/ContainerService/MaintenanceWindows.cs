using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>When the schedule of a maintenance configuration opens.</summary>
internal static class MaintenanceWindows
{
    private const int LookAheadDays = 3 * 366;

    /// <summary>The window that is open at a moment, or else the next one; null when the schedule never opens again.</summary>
    /// <param name="window">The <c>maintenanceWindow</c> of the configuration.</param>
    /// <param name="created">The first day of a schedule that names none.</param>
    public static (DateTimeOffset Opens, DateTimeOffset Closes)? Next(JsonNode window, DateTimeOffset created, DateTimeOffset from)
    {
        var offset = Offset(window.Text("utcOffset") ?? "+00:00");
        var time = TimeSpan.Parse(window.Text("startTime") ?? "00:00", CultureInfo.InvariantCulture);
        var length = TimeSpan.FromHours(window.Number("durationHours") ?? 4);
        var first = window.Text("startDate") is { } date ? DateOnly.Parse(date[..10], CultureInfo.InvariantCulture) : DateOnly.FromDateTime(created.ToOffset(offset).DateTime);
        var today = DateOnly.FromDateTime((from - length).ToOffset(offset).DateTime);
        var day = first > today ? first : today;
        for (var i = 0; i < LookAheadDays; i++, day = day.AddDays(1))
        {
            var opens = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue) + time, offset).ToUniversalTime();
            if (opens + length > from && Occurs(window["schedule"]!, first, day) && IsAllowed(window, day))
            {
                return (opens, opens + length);
            }
        }

        return null;
    }

    private static bool Occurs(JsonNode schedule, DateOnly first, DateOnly day)
    {
        if (schedule["daily"] is { } daily)
        {
            return (day.DayNumber - first.DayNumber) % Interval(daily, "intervalDays") == 0;
        }

        if (schedule["weekly"] is { } weekly)
        {
            return IsDay(weekly, day) && (day.DayNumber - first.DayNumber) / 7 % Interval(weekly, "intervalWeeks") == 0;
        }

        var months = ((day.Year - first.Year) * 12) + day.Month - first.Month;
        return schedule["absoluteMonthly"] is { } absolute
            ? months % Interval(absolute, "intervalMonths") == 0 && day.Day == absolute.Number("dayOfMonth")
            : schedule["relativeMonthly"] is { } relative && months % Interval(relative, "intervalMonths") == 0 && IsDay(relative, day) && IsWeek(relative.Text("weekIndex"), day);
    }

    private static int Interval(JsonNode schedule, string member) => Math.Max(1, schedule.Number(member) ?? 1);

    private static bool IsDay(JsonNode schedule, DateOnly day) => schedule.Text("dayOfWeek").Same(day.DayOfWeek.ToString());

    private static bool IsWeek(string? index, DateOnly day) => index?.ToLowerInvariant() switch
    {
        "first" => day.Day <= 7,
        "second" => day.Day is > 7 and <= 14,
        "third" => day.Day is > 14 and <= 21,
        "fourth" => day.Day is > 21 and <= 28,
        _ => day.AddDays(7).Month != day.Month,
    };

    private static bool IsAllowed(JsonNode window, DateOnly day) => !window.Items("notAllowedDates").Any(span =>
        day >= DateOnly.Parse(span.Text("start")![..10], CultureInfo.InvariantCulture) && day <= DateOnly.Parse(span.Text("end")![..10], CultureInfo.InvariantCulture));

    private static TimeSpan Offset(string text)
    {
        var value = TimeSpan.Parse(text.TrimStart('+', '-'), CultureInfo.InvariantCulture);
        return text.StartsWith('-') ? -value : value;
    }
}
