using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>Knows the last and next run of a schedule, over restarts when it is given a file.</summary>
internal sealed class ScheduleMonitor(TimerSchedule schedule, ScheduleStatusFile? file)
{
    private ScheduleStatus _status = new();

    /// <summary>When the next run is due.</summary>
    public DateTime Next => _status.Next;

    /// <summary>What the function is told: the status before this run; nothing without a monitor.</summary>
    public ScheduleStatus? Shown => file is null
        ? null
        : new ScheduleStatus { Last = _status.Last, Next = _status.Next, LastUpdated = _status.LastUpdated };

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

    private void Record(DateTime last, DateTime lastUpdated)
    {
        _status = new ScheduleStatus { Last = last, Next = schedule.NextAfter(lastUpdated), LastUpdated = lastUpdated };
        file?.Write(_status);
    }
}
