namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>All that waits for time to pass: one ordered set, one timer of the injected clock.</summary>
internal sealed class TimerQueue : IDisposable
{
    // Clocks refuse timers of more than about 49 days; a longer wait looks again now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<object>> _due;
    private readonly ITimer _timer;
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(
        static (a, b) => a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt) : a.Sequence.CompareTo(b.Sequence)));

    private readonly Dictionary<object, Entry> _byKey = [];
    private long _sequence;
    private DateTimeOffset? _armedFor;
    private bool _isDisposed;

    /// <param name="time">The clock.</param>
    /// <param name="due">Called with the keys that are due, in order of due time, then of creation.</param>
    public TimerQueue(TimeProvider time, Action<IReadOnlyList<object>> due)
    {
        _time = time;
        _due = due;
        _timer = time.CreateTimer(static queue => ((TimerQueue)queue!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds what is due at a time; keys are compared by value, and an equal key is replaced.</summary>
    public void Add(object key, DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            Remove(key);
            var entry = new Entry(key, dueAt, ++_sequence);
            _entries.Add(entry);
            _byKey.Add(key, entry);
            Arm();
        }
    }

    public void Cancel(object key)
    {
        lock (_gate)
        {
            Remove(key);
            Arm();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _entries.Clear();
            _byKey.Clear();
            _timer.Dispose();
        }
    }

    private void Remove(object key)
    {
        if (_byKey.Remove(key, out var entry))
        {
            _entries.Remove(entry);
        }
    }

    private void Arm()
    {
        var next = _entries.Min?.DueAt;
        if (_isDisposed || next == _armedFor)
        {
            return;
        }

        _armedFor = next;
        _timer.Change(next is null ? Timeout.InfiniteTimeSpan : Wait(next.Value), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Wait(DateTimeOffset dueAt)
    {
        var wait = dueAt - _time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private void Fire()
    {
        List<object> due = [];
        lock (_gate)
        {
            _armedFor = null;
            var now = _time.GetUtcNow();
            while (_entries.Min is { } entry && entry.DueAt <= now)
            {
                Remove(entry.Key);
                due.Add(entry.Key);
            }

            Arm();
        }

        if (due.Count > 0)
        {
            _due(due);
        }
    }

    private sealed record Entry(object Key, DateTimeOffset DueAt, long Sequence);
}
