using System.Text.Json;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>
/// Event subscriptions that are no resources, in memory and in the store, and the handlers in process, which no store can keep. Not safe by itself: its owner locks.
/// </summary>
internal sealed class SubscriptionTable
{
    private const string Table = "event-subscriptions";
    private readonly ISimulatorStore _store;
    private readonly Dictionary<string, EventSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<string, Task>> _handlers = new(StringComparer.Ordinal);

    public SubscriptionTable(ISimulatorStore store)
    {
        _store = store;
        foreach (var (key, json) in store.Load(Table))
        {
            _subscriptions[key] = JsonSerializer.Deserialize<EventSubscription>(json)!;
        }
    }

    public IEnumerable<EventSubscription> All => _subscriptions.Values;

    public EventSubscription? Find(string name) => _subscriptions.GetValueOrDefault(name);

    public void Keep(EventSubscription subscription, Func<string, Task>? handler)
    {
        _subscriptions[subscription.Name] = subscription;
        _store.Put(Table, subscription.Name, JsonSerializer.Serialize(subscription));
        if (handler is not null)
        {
            _handlers[subscription.Name] = handler;
        }
    }

    public void Remove(string name)
    {
        _subscriptions.Remove(name);
        _handlers.Remove(name);
        _store.Delete(Table, name);
    }

    /// <summary>The handler stands for a destination that is no webhook.</summary>
    public void Connect(string resourceId, Func<string, Task> handler) => _handlers[resourceId.ToLowerInvariant()] = handler;

    /// <param name="name">A subscription, or a destination by the id that it was connected with.</param>
    public Func<string, Task>? HandlerOf(string name) => _handlers.GetValueOrDefault(name);
}
