namespace Orchestrator.Simulator.EventGrid;

/// <summary>One timer for each delivery that waits. Not safe by itself: its owner locks.</summary>
internal sealed class DeliveryTimers(TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, ITimer> _timers = new(StringComparer.Ordinal);
    private bool _disposed;

    public bool Has(string key) => _timers.ContainsKey(key);

    /// <summary>Instead of the timer that the delivery had.</summary>
    public void Set(string key, TimeSpan wait, Action act)
    {
        Stop(key);
        if (!_disposed)
        {
            _timers[key] = time.CreateTimer(_ => act(), null, wait, Timeout.InfiniteTimeSpan);
        }
    }

    public void Stop(string key)
    {
        if (_timers.Remove(key, out var timer))
        {
            timer.Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }
}
