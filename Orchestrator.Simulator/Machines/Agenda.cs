using System.Globalization;
using System.Text.Json;
using Orchestrator.Determinism.Order;

namespace Orchestrator.Simulator.Machines;

/// <summary>
/// What machines and clusters wait for. An entry and the change that it causes are one transaction: after a crash it has either happened
/// wholly or is still due. At most one entry per kind and subject.
/// </summary>
internal sealed class Agenda : IDisposable
{
    private const string Table = "kubernetes-agenda";
    private readonly SimulationGate _gate;
    private readonly TimeProvider _time;
    private readonly WorkDispatcher _dispatcher;
    private readonly SortedSet<AgendaEntry> _byDue = new(AgendaEntry.ByDueTime);
    private readonly Dictionary<string, AgendaEntry> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<string, Action>> _handlers = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private long _sequence;
    private bool _disposed;

    public Agenda(SimulationGate gate, TimeProvider time, WorkDispatcher dispatcher)
    {
        (_gate, _time, _dispatcher) = (gate, time, dispatcher);
        _timer = time.CreateTimer(_ => dispatcher.Post(RunDueAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Names what happens. <paramref name="prepare"/> runs outside the gate and may ask Azure's side; the action it returns runs inside.</summary>
    public void HandlePrepared(string kind, Func<string, Action> prepare) => _handlers.Add(kind, prepare);

    public void Handle(string kind, Action<string> handler) => HandlePrepared(kind, subject => () => handler(subject));

    /// <summary>Takes up what was due or pending when the process ended. Call once, after every handler is named.</summary>
    public void Recover() => _gate.Write(() =>
    {
        foreach (var (_, json) in _gate.Store.Load(Table))
        {
            var entry = JsonSerializer.Deserialize<AgendaEntry>(json)!;
            _byDue.Add(entry);
            _byKey[entry.Key] = entry;
            _sequence = Math.Max(_sequence, entry.Sequence);
        }

        Arm();
    });

    /// <summary>Call inside the gate. Replaces an entry of the same kind and subject.</summary>
    public void Add(string kind, string subject, TimeSpan delay)
    {
        Remove(AgendaEntry.KeyOf(kind, subject));
        var entry = new AgendaEntry(kind, subject, _time.GetUtcNow() + delay, ++_sequence);
        _byDue.Add(entry);
        _byKey[entry.Key] = entry;
        _gate.Store.Put(Table, entry.Key, JsonSerializer.Serialize(entry));
        Arm();
    }

    /// <summary>Call inside the gate.</summary>
    public bool Contains(string kind, string subject) => _byKey.ContainsKey(AgendaEntry.KeyOf(kind, subject));

    /// <summary>Call inside the gate.</summary>
    public void Cancel(string kind, string subject) => Remove(AgendaEntry.KeyOf(kind, subject));

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }

    private void Remove(string key)
    {
        if (_byKey.Remove(key, out var entry))
        {
            _byDue.Remove(entry);
            _gate.Store.Delete(Table, key);
        }
    }

    private void Arm()
    {
        if (!_disposed && _byDue.Min is { } next)
        {
            var delay = next.Due - _time.GetUtcNow();
            _timer.Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private Task RunDueAsync()
    {
        while (!_disposed && _gate.Read(Due) is { } entry)
        {
            if (!_handlers.TryGetValue(entry.Kind, out var prepare))
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No handler for agenda entry '{entry.Key}'."));
            }

            var action = prepare(entry.Subject);
            _gate.Write(() =>
            {
                // Someone may have cancelled or replaced it meanwhile.
                if (_byKey.TryGetValue(entry.Key, out var current) && current == entry)
                {
                    Remove(entry.Key);
                    action();
                }
            });
        }

        _gate.Write(Arm);
        return Task.CompletedTask;
    }

    private AgendaEntry? Due() => _byDue.Min is { } next && next.Due <= _time.GetUtcNow() ? next : null;
}
