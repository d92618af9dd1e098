namespace Orchestrator.Determinism.Time;

/// <summary>
/// A clock that moves only when told to. Timers fire in order of due time, then of creation, on the thread that advances the clock.
/// Work in progress holds the clock (<see cref="Hold"/>), so that the cost of computing never shows as time that has passed.
/// </summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.ByDueTime);
    private DateTimeOffset _now = start.ToUniversalTime();
    private long _sequence;
    private int _holds;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>True while any work holds the clock.</summary>
    public bool IsHeld => Volatile.Read(ref _holds) > 0;

    /// <summary>When the earliest timer is due; null when none is set.</summary>
    public DateTimeOffset? NextTimer
    {
        get { lock (_gate) { return _timers.Min?.Due; } }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) { return _now; }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Keeps the clock where it is until the result is disposed. Holds nest.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        return new Lease(this);
    }

    /// <summary>Jumps to the earliest timer and fires everything due then. Returns false, and does nothing, when no timer is set.</summary>
    public bool AdvanceToNextTimer()
    {
        var next = NextTimer;
        if (next is null)
        {
            return false;
        }

        Advance(next.Value, stopWhenHeld: false);
        return true;
    }

    /// <summary>Moves the clock forward by <paramref name="span"/>, firing every timer on the way.</summary>
    public void Advance(TimeSpan span) => Advance(GetUtcNow() + span, stopWhenHeld: false);

    /// <summary>Moves towards <paramref name="target"/>, and stops early, at the timer that caused it, as soon as work holds the clock.</summary>
    public void AdvanceUntilHeld(DateTimeOffset target) => Advance(target, stopWhenHeld: true);

    internal void Schedule(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = dueTime > DateTimeOffset.MaxValue - _now ? DateTimeOffset.MaxValue : _now + (dueTime < TimeSpan.Zero ? TimeSpan.Zero : dueTime);
                timer.Sequence = ++_sequence;
                _timers.Add(timer);
            }
        }
    }

    internal void Cancel(VirtualTimer timer)
    {
        lock (_gate) { _timers.Remove(timer); }
    }

    private void Advance(DateTimeOffset target, bool stopWhenHeld)
    {
        while (TakeDue(target, stopWhenHeld) is { } timer)
        {
            using (Hold())
            {
                timer.Fire();
            }
        }
    }

    private VirtualTimer? TakeDue(DateTimeOffset target, bool stopWhenHeld)
    {
        lock (_gate)
        {
            if (stopWhenHeld && IsHeld)
            {
                return null;
            }

            var next = _timers.Min;
            if (next is null || next.Due > target)
            {
                _now = target > _now ? target : _now;
                return null;
            }

            _timers.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
            return next;
        }
    }

    private sealed class Lease(VirtualClock clock) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                Interlocked.Decrement(ref clock._holds);
            }
        }
    }
}
