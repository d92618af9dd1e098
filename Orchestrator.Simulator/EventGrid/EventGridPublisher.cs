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
    /// <summary>How long a reordered event waits for one that overtakes it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Taken inside the store's transaction, never the other way round: an event is published from within one.
    private readonly Lock _gate = new();
    private readonly SimulatorOptions _options;
    private readonly ISimulatorStore _store;
    private readonly FaultInjection _faults;
    private readonly HttpMessageHandler? _ownTransport;
    private readonly WebhookClient _webhooks;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SubscriptionTable _subscriptions;
    private readonly DeliveryTimers _timers;
    private readonly EventQueue _queue;
    private readonly DeadLetterTable _deadLetters;

    internal EventGridPublisher(SimulatorOptions options, ISimulatorStore store, FaultInjection faults)
    {
        _options = options;
        _store = store;
        _faults = faults;
        _ownTransport = options.EventTransport is null ? new SocketsHttpHandler() : null;
        _webhooks = new WebhookClient(options.EventTransport ?? _ownTransport!, options.Time);
        _subscriptions = new SubscriptionTable(store);
        _timers = new DeliveryTimers(options.Time);
        _queue = new EventQueue(store);
        _deadLetters = new DeadLetterTable(store);
    }

    /// <summary>What could not be delivered to event subscriptions with a dead-letter destination, in the order in which it was given up.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters
    {
        get { lock (_gate) { return _deadLetters.All; } }
    }

    /// <summary>Event subscriptions that are resources, by their ids. Never asked while this object's lock is held.</summary>
    internal Func<string, EventSubscription?> Resources { get; set; } = static _ => null;

    /// <summary>Stands in for a destination that is no webhook: events for the function, queue or hub with this id go to the handler.</summary>
    public void Connect(string resourceId, Func<string, Task> handler)
    {
        lock (_gate) { _subscriptions.Connect(resourceId, handler); }
    }

    /// <summary>How many deliveries are owed.</summary>
    public int PendingCount
    {
        get { lock (_gate) { return _queue.Count; } }
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
    public void Subscribe(Func<string, Task> handler, EventSchema schema = EventSchema.EventGrid, string name = "in-process")
    {
        Keep(new EventSubscription(name, Endpoint: null, schema), handler);
        IReadOnlyList<PendingEvent> waiting;
        lock (_gate) { waiting = [.. _queue.WaitingFor(name).Where(pending => !_timers.Has(pending.Key))]; }
        Schedule(waiting);
    }

    /// <summary>Ends a subscription, by its endpoint or name, and drops what waits for it.</summary>
    public void Unsubscribe(string name) => Change(() =>
    {
        _subscriptions.Remove(name);
        foreach (var pending in _queue.WaitingFor(name))
        {
            Forget(pending.Key);
        }
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping.Cancel();
            _timers.Dispose();
        }

        _ownTransport?.Dispose();
    }

    /// <summary>Writes the event down for every subscriber, inside the transaction of its cause.</summary>
    internal void Publish(ResourceEvent resourceEvent, string resourceType, string name, IEnumerable<EventSubscription> further)
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions.All.Concat(further).Where(subscription => subscription.Wants(resourceEvent)))
            {
                var fault = _faults.OnEvent(resourceEvent.Method, resourceType, name);
                var copies = fault?.Disturbance switch { EventDisturbance.Lost => 0, EventDisturbance.Duplicated => 2, _ => 1 };
                var isLate = fault?.Disturbance == EventDisturbance.Reordered;
                for (var i = 0; i < copies; i++)
                {
                    var pending = _queue.Add(subscription.Name, resourceEvent, subscription.Schema, resourceEvent.Time + (fault?.Delay ?? TimeSpan.Zero), isLate);
                    if (isLate)
                    {
                        _timers.Set(pending.Key, Patience, () => LetGo(pending.Key));
                    }
                }
            }
        }
    }

    internal void Commit()
    {
        lock (_gate) { _queue.Commit(); }
    }

    internal void Rollback()
    {
        lock (_gate) { _queue.Rollback(); }
    }

    /// <summary>Starts the deliveries of what was committed.</summary>
    internal void Flush()
    {
        IReadOnlyList<PendingEvent> ready;
        lock (_gate) { ready = _queue.TakeReady(); }
        Schedule(ready);
    }

    /// <summary>Takes up what waits after a restart.</summary>
    internal void Resume()
    {
        IReadOnlyList<PendingEvent> waiting;
        lock (_gate) { waiting = _queue.All; }
        Schedule(waiting);
    }

    private void LetGo(string key)
    {
        PendingEvent? held;
        lock (_gate) { held = _queue.TakeHeldBack(key); }
        Schedule(held is null ? [] : [held]);
    }

    private void Keep(EventSubscription subscription, Func<string, Task>? handler) => Change(() => _subscriptions.Keep(subscription, handler));

    private void Schedule(IEnumerable<PendingEvent> events)
    {
        foreach (var pending in events)
        {
            Schedule(pending);
        }
    }

    private void Schedule(PendingEvent pending)
    {
        var wait = pending.Due - _options.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            _options.Dispatcher.Post(() => DeliverAsync(pending.Key));
            return;
        }

        lock (_gate) { _timers.Set(pending.Key, wait, () => _options.Dispatcher.Post(() => DeliverAsync(pending.Key))); }
    }

    private async Task DeliverAsync(string key)
    {
        PendingEvent? pending;
        lock (_gate)
        {
            _timers.Stop(key);
            pending = _queue.Find(key);
        }

        if (_stopping.IsCancellationRequested || pending is null)
        {
            return;
        }

        var resource = Resources(pending.Subscription);
        EventSubscription? subscription;
        Func<string, Task>? handler;
        lock (_gate)
        {
            subscription = resource ?? _subscriptions.Find(pending.Subscription);
            handler = _subscriptions.HandlerOf(subscription?.Target?.ToLowerInvariant() ?? pending.Subscription);
        }

        if (subscription is null)
        {
            Change(() => Forget(key));
            return;
        }

        // Without a handler an event in process waits for its subscriber to come back; a destination that is not there refuses it.
        if (subscription.Endpoint is null && handler is null && subscription.Target is null)
        {
            return;
        }

        var attempt = pending with { Attempts = pending.Attempts + 1 };
        var status = handler is not null ? await HandAsync(handler, pending.Json).ConfigureAwait(false)
            : subscription.Endpoint is null ? 404
            : await _webhooks.DeliverAsync(subscription, attempt, _stopping.Token).ConfigureAwait(false);
        if (!_stopping.IsCancellationRequested)
        {
            Settle(attempt, subscription, status);
        }
    }

    /// <summary>The handshake of an event subscription that is a resource; null when the endpoint agrees, else what is wrong.</summary>
    internal async Task<string?> TryHandshakeAsync(Uri endpoint, EventSchema schema, string topic)
    {
        using var hold = _options.Time.Hold();
        try
        {
            await _webhooks.HandshakeAsync(endpoint, schema, topic, _options.Randomness.NextGuid(), _stopping.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or OperationCanceledException)
        {
            return exception.Message;
        }
    }

    private static async Task<int> HandAsync(Func<string, Task> handler, string json)
    {
        try
        {
            await handler(json).ConfigureAwait(false);
            return 200;
        }
#pragma warning disable CA1031 // A subscriber may fail in any way; the event is then delivered again.
        catch (Exception)
        {
            return 500;
        }
#pragma warning restore CA1031
    }

    private void Settle(PendingEvent attempt, EventSubscription subscription, int status)
    {
        var now = _options.Time.GetUtcNow();
        var outcome = DeliveryOutcome.Of(attempt, subscription, status, now);
        PendingEvent? owed = null;
        Change(() =>
        {
            if (outcome.NextAttempt is { } next && _queue.Find(attempt.Key) is not null)
            {
                owed = attempt with { Due = next };
                _queue.Update(owed);
                return;
            }

            if (outcome.GivenUpFor is { } reason && subscription.DeadLetterContainer is { } container)
            {
                _deadLetters.Add(attempt, subscription, container, reason, status, now);
            }

            Forget(attempt.Key);
        });
        if (owed is not null)
        {
            Schedule(owed);
        }
    }

    private void Change(Action change) => _store.Transaction(() =>
    {
        lock (_gate) { change(); }
    });

    private void Forget(string key)
    {
        _timers.Stop(key);
        _queue.Remove(key);
    }
}
