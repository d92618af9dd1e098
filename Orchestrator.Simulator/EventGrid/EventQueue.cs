using System.Globalization;
using System.Text.Json;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>The deliveries that are owed, in memory and in the store. Not safe by itself: its owner locks.</summary>
internal sealed class EventQueue
{
    private const string Table = "events";
    private readonly ISimulatorStore _store;
    private readonly SortedDictionary<string, PendingEvent> _pending = new(StringComparer.Ordinal);
    private readonly List<PendingEvent> _uncommitted = [];
    private readonly List<PendingEvent> _ready = [];
    private readonly HashSet<string> _heldBack = new(StringComparer.Ordinal);
    private long _sequence;

    public EventQueue(ISimulatorStore store)
    {
        _store = store;
        foreach (var (key, json) in store.Load(Table))
        {
            _pending[key] = JsonSerializer.Deserialize<PendingEvent>(json)!;
            _sequence = long.Parse(key, CultureInfo.InvariantCulture);
        }
    }

    public int Count => _pending.Count;

    public IReadOnlyList<PendingEvent> All => [.. _pending.Values];

    public PendingEvent? Find(string key) => _pending.GetValueOrDefault(key);

    public IReadOnlyList<PendingEvent> WaitingFor(string subscription) =>
        [.. _pending.Values.Where(pending => string.Equals(pending.Subscription, subscription, StringComparison.Ordinal))];

    /// <summary>Writes a delivery down inside the transaction of its cause; it waits for <see cref="Commit"/>.</summary>
    /// <param name="heldBack">It goes out after the next one, or when <see cref="TakeHeldBack"/> says so.</param>
    public PendingEvent Add(string subscription, ResourceEvent resourceEvent, EventSchema schema, DateTimeOffset due, bool heldBack)
    {
        var key = (++_sequence).ToString("D12", CultureInfo.InvariantCulture);
        var pending = new PendingEvent(key, subscription, resourceEvent.Id, resourceEvent.ToJson(schema), 0, resourceEvent.Time, due);
        _store.Put(Table, key, JsonSerializer.Serialize(pending));
        _uncommitted.Add(pending);
        if (heldBack)
        {
            _heldBack.Add(key);
        }

        return pending;
    }

    public void Commit()
    {
        foreach (var pending in _uncommitted)
        {
            _pending[pending.Key] = pending;
            if (!_heldBack.Contains(pending.Key))
            {
                _ready.Add(pending);
            }
        }

        _uncommitted.Clear();
    }

    public void Rollback()
    {
        _uncommitted.ForEach(pending => _heldBack.Remove(pending.Key));
        _uncommitted.Clear();
    }

    /// <summary>What was committed since the last time, and behind it what was held back for it.</summary>
    public IReadOnlyList<PendingEvent> TakeReady()
    {
        if (_ready.Count == 0)
        {
            return [];
        }

        var late = _heldBack.Select(Find).OfType<PendingEvent>().OrderBy(static held => held.Key, StringComparer.Ordinal);
        IReadOnlyList<PendingEvent> taken = [.. _ready, .. late];
        _ready.Clear();
        _heldBack.Clear();
        return taken;
    }

    /// <summary>An event that was held back and has waited long enough; null when it went out before.</summary>
    public PendingEvent? TakeHeldBack(string key) => _heldBack.Remove(key) ? Find(key) : null;

    public void Update(PendingEvent pending)
    {
        _pending[pending.Key] = pending;
        _store.Put(Table, pending.Key, JsonSerializer.Serialize(pending));
    }

    public void Remove(string key)
    {
        _pending.Remove(key);
        _store.Delete(Table, key);
    }
}
