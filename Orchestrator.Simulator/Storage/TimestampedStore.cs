using System.Globalization;

namespace Orchestrator.Simulator.Storage;

/// <summary>Writes down how far time had come with everything it writes, so that a later process never starts before.</summary>
internal sealed class TimestampedStore(ISimulatorStore inner, TimeProvider time) : ISimulatorStore
{
    private const string Table = "clock";
    private const string Key = "last";
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>The last moment that a store has seen; null for a store that was never written.</summary>
    public static DateTimeOffset? LastTime(ISimulatorStore store) =>
        store.Load(Table).Select(static row => (DateTimeOffset?)DateTimeOffset.Parse(row.Json, CultureInfo.InvariantCulture)).FirstOrDefault();

    public IEnumerable<(string Key, string Json)> Load(string table) => inner.Load(table);

    public void Put(string table, string key, string json) => Transaction(() => inner.Put(table, key, json));

    public void Delete(string table, string key) => Transaction(() => inner.Delete(table, key));

    public void Transaction(Action changes) => inner.Transaction(() =>
    {
        changes();
        var now = time.GetUtcNow();
        if (now > _last)
        {
            inner.Put(Table, Key, now.ToString("O"));
            _last = now;
        }
    });

    public void Dispose() => inner.Dispose();
}
