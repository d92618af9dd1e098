using System.Diagnostics.Metrics;

namespace Orchestrator.Functions.Events;

/// <summary>Counts Azure's events by what became of them, for the meter <c>Orchestrator.Events</c> and for whoever asks in the process.</summary>
public sealed class EventCounts : IDisposable
{
    public const string MeterName = "Orchestrator.Events";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _taken;
    private readonly Counter<long> _dropped;
    private long _takenTotal;
    private long _droppedTotal;

    public EventCounts()
    {
        _taken = _meter.CreateCounter<long>("orchestrator.events.taken", "{event}", "Events of resources that belong to a cluster.");
        _dropped = _meter.CreateCounter<long>("orchestrator.events.dropped", "{event}", "Events of resources that are nobody's.");
    }

    /// <summary>Since the start of the process.</summary>
    public long Taken => Interlocked.Read(ref _takenTotal);

    public long Dropped => Interlocked.Read(ref _droppedTotal);

    public void Dispose() => _meter.Dispose();

    public void Take(string eventType)
    {
        Interlocked.Increment(ref _takenTotal);
        _taken.Add(1, new KeyValuePair<string, object?>("type", eventType));
    }

    /// <returns>How many have been dropped by now.</returns>
    public long Drop(string eventType)
    {
        _dropped.Add(1, new KeyValuePair<string, object?>("type", eventType));
        return Interlocked.Increment(ref _droppedTotal);
    }
}
