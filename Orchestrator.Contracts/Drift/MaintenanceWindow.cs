namespace Orchestrator.Contracts.Drift;

/// <summary>A time of the week in which a cluster may be changed without being asked.</summary>
public sealed record MaintenanceWindow
{
    /// <summary>Days on which it opens; none means every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>When it opens, by the wall clocks of <see cref="TimeZone"/>.</summary>
    public required TimeOnly Start { get; init; }

    /// <summary>How long it stays open; up to a week.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>IANA name, such as <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>
    /// Whether it is open. A start that the clocks skip in spring is an hour later, and one that comes twice in autumn counts the first time; the
    /// duration is of real time.
    /// </summary>
    public bool IsOpen(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        for (var back = 0; back <= Duration.TotalDays + 1; back++)
        {
            var day = today.AddDays(-back);
            if ((Days.Count == 0 || Days.Contains(day.DayOfWeek)) && Opening(day, zone) is var opening && opening <= now && now < opening + Duration)
            {
                return true;
            }
        }

        return false;
    }

    private DateTimeOffset Opening(DateTime day, TimeZoneInfo zone)
    {
        var start = DateTime.SpecifyKind(day + Start.ToTimeSpan(), DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(start))
        {
            start = start.AddHours(1);
        }

        var offset = zone.IsAmbiguousTime(start) ? zone.GetAmbiguousTimeOffsets(start).Max() : zone.GetUtcOffset(start);
        return new DateTimeOffset(start, offset);
    }
}
