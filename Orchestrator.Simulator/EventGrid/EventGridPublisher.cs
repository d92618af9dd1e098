using System.Globalization;
using System.Text.Json;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Faults;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>
/// Publishes the end of every write, delete and action: at least once, in no promised order. An event is kept from the moment of its cause
/// until a subscriber took it, or until Event Grid's limits (30 attempts, 24 hours) are reached.
/// </summary>
public sealed class EventGridPublisher : IDisposable
{
    private const string SubscriptionTable = "event-subscriptions";
    private const string EventTable = "events";
    private readonly Lock _gate = new();
    private readonly SimulatorOptions _options;
    private readonly ISimulatorStore _store;
    private readonly FaultInjection _faults;
    private readonly HttpMessageHandler? _ownTransport;
    private readonly WebhookClient _webhooks;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, EventSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<string, Task>> _handlers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PendingEvent> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITimer> _timers = new(StringComparer.Ordinal);
    private readonly List<PendingEvent> _uncommitted = [];
    private readonly List<PendingEvent> _committed = [];
    private readonly List<PendingEvent> _heldBack = [];
    private long _sequence;

    internal EventGridPublisher(SimulatorOptions options, ISimulatorStore store, FaultInjection faults)
    {
        _options = options;
        _store = store;
        _faults = faults;
        _ownTransport = options.EventTransport is null ? new SocketsHttpHandler() : null;
        _webhooks = new WebhookClient(options.EventTransport ?? _ownTransport!, options.Time);
        foreach (var (key, json) in store.Load(SubscriptionTable))
        {
            _subscriptions[key] = JsonSerializer.Deserialize<EventSubscription>(json)!;
        }

        foreach (var (key, json) in store.Load(EventTable))
        {
            _pending[key] = JsonSerializer.Deserialize<PendingEvent>(json)!;
            _sequence = long.Parse(key, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>How many deliveries are owed.</summary>
    public int PendingCount
    {
        get { lock (_gate) { return _pending.Count; } }
    }

    /// <summary>Subscribes a webhook after its handshake. Subscribing the same endpoint again replaces it; its waiting events stay.</summary>
    /// <exception cref="InvalidOperationException">The endpoint refuses the handshake.</exception>
    /// <exception cref="HttpRequestException">The endpoint cannot be reached.</exception>
    public async Task SubscribeAsync(Uri endpoint, EventSchema schema = EventSchema.EventGrid, CancellationToken cancellation = default)
    {
        using var hold = _options.Time.Hold();
        await _webhooks.HandshakeAsync(endpoint, schema, $"/subscriptions/{_options.SubscriptionId}", _options.Randomness.NextGuid(), cancellation).ConfigureAwait(false);
        Keep(new EventSubscription(endpoint.AbsoluteUri, endpoint, schema), handler: null);
    }

    /// <summary>Subscribes in process; the handler gets what a webhook would get. After a restart, subscribe under the same name to get what waited.</summary>
    /// <param name="handler">Fails to have the event delivered again later.</param>
    public void Subscribe(Func<string, Task> handler, EventSchema schema = EventSchema.EventGrid, string name = "in-process") =>
        Keep(new EventSubscription(name, Endpoint: null, schema), handler);

    /// <summary>Ends a subscription, by its endpoint or name, and drops what waits for it.</summary>
    public void Unsubscribe(string name)
    {
        lock (_gate)
        {
            _subscriptions.Remove(name);
            _handlers.Remove(name);
            _store.Delete(SubscriptionTable, name);
            foreach (var pending in _pending.Values.Where(pending => string.Equals(pending.Subscription, name, StringComparison.Ordinal)).ToList())
            {
                Forget(pending);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping.Cancel();
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }

        _ownTransport?.Dispose();
    }

    /// <summary>Writes the event down for every subscriber, inside the transaction of its cause.</summary>
    internal void Publish(ResourceEvent resourceEvent, string resourceType, string name)
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions.Values)
            {
                var fault = _faults.OnEvent(resourceEvent.Method, resourceType, name);
                var copies = fault?.Disturbance switch { EventDisturbance.Lost => 0, EventDisturbance.Duplicated => 2, _ => 1 };
                var due = resourceEvent.Time + (fault?.Delay ?? TimeSpan.Zero);
                for (var i = 0; i < copies; i++)
                {
                    var key = (++_sequence).ToString("D12", CultureInfo.InvariantCulture);
                    var pending = new PendingEvent(key, subscription.Name, resourceEvent.Id, resourceEvent.ToJson(subscription.Schema), 0, resourceEvent.Time, due);
                    _store.Put(EventTable, key, JsonSerializer.Serialize(pending));
                    _uncommitted.Add(pending);
                }

                if (fault?.Disturbance == EventDisturbance.Reordered)
                {
                    HoldBackLast();
                }
            }
        }
    }

    internal void Commit()
    {
        lock (_gate)
        {
            foreach (var pending in _uncommitted)
            {
                _pending[pending.Key] = pending;
            }

            _committed.AddRange(_uncommitted.Except(_heldBack));
            _uncommitted.Clear();
        }
    }

    internal void Rollback()
    {
        lock (_gate)
        {
            _heldBack.RemoveAll(_uncommitted.Contains);
            _uncommitted.Clear();
        }
    }

    /// <summary>Starts the deliveries of what was committed.</summary>
    internal void Flush()
    {
        List<PendingEvent> ready;
        lock (_gate)
        {
            ready = [.. _committed];
            _committed.Clear();
            if (ready.Count > 0)
            {
                // Reordered events follow the next one that is published.
                ready.AddRange(_heldBack.Where(held => _pending.ContainsKey(held.Key)));
                _heldBack.Clear();
            }
        }

        ready.ForEach(Schedule);
    }

    /// <summary>Takes up what waits after a restart.</summary>
    internal void Resume()
    {
        List<PendingEvent> waiting;
        lock (_gate) { waiting = [.. _pending.Values]; }
        waiting.ForEach(Schedule);
    }

    private void HoldBackLast()
    {
        var last = _uncommitted[^1];
        _heldBack.Add(last);

        // It must not wait for ever when nothing follows.
        _timers[last.Key] = _options.Time.CreateTimer(_ => Flush(last), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
    }

    private void Flush(PendingEvent held)
    {
        lock (_gate)
        {
            if (!_heldBack.Remove(held))
            {
                return;
            }
        }

        Schedule(held);
    }

    private void Keep(EventSubscription subscription, Func<string, Task>? handler)
    {
        List<PendingEvent> waiting;
        lock (_gate)
        {
            _subscriptions[subscription.Name] = subscription;
            _store.Put(SubscriptionTable, subscription.Name, JsonSerializer.Serialize(subscription));
            if (handler is not null)
            {
                _handlers[subscription.Name] = handler;
            }

            waiting = handler is null ? [] : [.. _pending.Values.Where(pending => string.Equals(pending.Subscription, subscription.Name, StringComparison.Ordinal) && !_timers.ContainsKey(pending.Key))];
        }

        waiting.ForEach(Schedule);
    }

    private void Schedule(PendingEvent pending)
    {
        var wait = pending.Due - _options.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            _options.Dispatcher.Post(() => DeliverAsync(pending.Key));
            return;
        }

        lock (_gate)
        {
            _timers[pending.Key] = _options.Time.CreateTimer(_ => _options.Dispatcher.Post(() => DeliverAsync(pending.Key)), null, wait, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task DeliverAsync(string key)
    {
        PendingEvent? pending;
        EventSubscription? subscription;
        lock (_gate)
        {
            StopTimer(key);
            if (_stopping.IsCancellationRequested || !_pending.TryGetValue(key, out pending) || !_subscriptions.TryGetValue(pending.Subscription, out subscription))
            {
                return;
            }

            if (subscription.Endpoint is null && !_handlers.ContainsKey(subscription.Name))
            {
                return;
            }
        }

        var status = await SendAsync(subscription, pending).ConfigureAwait(false);
        if (!_stopping.IsCancellationRequested)
        {
            Settle(pending with { Attempts = pending.Attempts + 1 }, status);
        }
    }

    private async Task<int> SendAsync(EventSubscription subscription, PendingEvent pending)
    {
        if (subscription.Endpoint is not null)
        {
            return await _webhooks.DeliverAsync(subscription, pending, _stopping.Token).ConfigureAwait(false);
        }

        try
        {
            await _handlers[subscription.Name](pending.Json).ConfigureAwait(false);
            return 200;
        }
#pragma warning disable CA1031 // A subscriber may fail in any way; the event is then delivered again.
        catch (Exception)
        {
            return 500;
        }
#pragma warning restore CA1031
    }

    private void Settle(PendingEvent pending, int status)
    {
        lock (_gate)
        {
            if (!_pending.ContainsKey(pending.Key))
            {
                return;
            }

            var due = _options.Time.GetUtcNow() + DeliverySchedule.DelayAfter(pending.Attempts, status);
            if (status is >= 200 and <= 204 or 413 || pending.Attempts >= DeliverySchedule.MaxAttempts || due - pending.Published > DeliverySchedule.TimeToLive)
            {
                Forget(pending);
                return;
            }

            pending = pending with { Due = due };
            _pending[pending.Key] = pending;
            _store.Put(EventTable, pending.Key, JsonSerializer.Serialize(pending));
        }

        Schedule(pending);
    }

    private void Forget(PendingEvent pending)
    {
        StopTimer(pending.Key);
        _pending.Remove(pending.Key);
        _store.Delete(EventTable, pending.Key);
    }

    private void StopTimer(string key)
    {
        if (_timers.Remove(key, out var timer))
        {
            timer.Dispose();
        }
    }
}
