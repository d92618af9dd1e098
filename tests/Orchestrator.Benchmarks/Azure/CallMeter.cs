using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orchestrator.Activities.Azure;

namespace Orchestrator.Benchmarks.Azure;

/// <summary>Listens to the product's own counters.</summary>
internal sealed class CallMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Verb, string Type), long> _sent = [];
    private long _refused;
    private long _withheld;

    public CallMeter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ArmCalls.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    public CallCounts Take() => new(_sent.ToDictionary(), _refused, _withheld);

    public CallCounts Since(CallCounts before) => new(
        _sent.Select(c => (c.Key, Value: c.Value - before.Counts.GetValueOrDefault(c.Key))).Where(static c => c.Value > 0).ToDictionary(static c => c.Key, static c => c.Value),
        _refused - before.Refused,
        _withheld - before.Withheld);

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var named = new Dictionary<string, object?>(tags.ToArray(), StringComparer.Ordinal);
        if (named.ContainsKey("limit"))
        {
            Interlocked.Add(ref _withheld, measurement);
            return;
        }

        _sent.AddOrUpdate(((string)named["verb"]!, (string)named["type"]!), measurement, (_, count) => count + measurement);
        if (named["status"] is 429)
        {
            Interlocked.Add(ref _refused, measurement);
        }
    }
}
