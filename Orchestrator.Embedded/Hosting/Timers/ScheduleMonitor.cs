using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>Knows the last and next run of a schedule, in UTC, over restarts when it is given a file.</summary>
internal sealed class ScheduleMonitor(TimerSchedule schedule, ScheduleStatusFile? file, TimeZoneInfo zone)
{
    private ScheduleStatus _status = new();

    /// <summary>When the next run is due.</summary>
    public DateTime Next => _status.Next;

    /// <summary>What the function is told, in the zone's wall clock time: the status before this run; nothing without a monitor.</summary>
    public ScheduleStatus? Shown => file is null
        ? null
        : new ScheduleStatus { Last = Wall(_status.Last), Next = Wall(_status.Next), LastUpdated = Wall(_status.LastUpdated) };

    /// <summary>
    /// Takes up the stored status and returns whether a run was missed. A schedule that has changed since then has missed nothing.
    /// </summary>
    public bool Resume(DateTime now)
    {
        if (file?.Read() is not { } stored)
        {
            Record(default, now);
            return false;
        }

        _status = stored;
        var expected = schedule.NextAfter(stored.LastUpdated);
        if (stored.Next == expected)
        {
            return now > stored.Next;
        }

        Record(default, now > expected ? now : stored.LastUpdated);
        return false;
    }

    /// <summary>Records a run at <paramref name="time"/>, or at the time it was due if the clock was early.</summary>
    public void Ran(DateTime time, bool wasDue)
    {
        var last = wasDue && _status.Next > time ? _status.Next : time;
        Record(last, last);
    }

    /// <summary>The default value stands for never, in every zone.</summary>
    private DateTime Wall(DateTime time) => time == default ? default : TimeZoneInfo.ConvertTimeFromUtc(time, zone);

    private void Record(DateTime last, DateTime lastUpdated)
    {
        _status = new ScheduleStatus { Last = last, Next = schedule.NextAfter(lastUpdated), LastUpdated = lastUpdated };
        file?.Write(_status);
    }
}
