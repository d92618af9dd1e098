using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>
/// External events by name, without regard to case. Events that come before anybody waits are kept, first in first out; of several waiters the last one
/// is served first. As in the real engine, a cancelled waiter stays in line: it swallows an event if no newer one waits.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly List<(string Name, string? Payload)> _kept = [];
    private Dictionary<string, Stack<IWaiter>>? _waiters;

    private interface IWaiter
    {
        Type EventType { get; }

        bool IsWaiting { get; }

        void Receive(string? payload);
    }

    /// <summary>True while somebody waits for an event.</summary>
    public bool HasWaiters => _waiters?.Values.Any(stack => stack.Any(waiter => waiter.IsWaiting)) == true;

    public Task<T> Wait<T>(string name, CancellationToken cancellation, OrchestrationThread thread)
    {
        _waiters ??= new Dictionary<string, Stack<IWaiter>>(StringComparer.OrdinalIgnoreCase);
        var waiters = _waiters.TryGetValue(name, out var stack) ? stack : _waiters[name] = new Stack<IWaiter>();
        if (waiters.TryPeek(out var other) && other.EventType != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {other.EventType.FullName} but was requested {typeof(T).FullName}.");
        }

        var waiter = new Waiter<T>(converter);
        waiters.Push(waiter);
        var kept = _kept.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (kept >= 0)
        {
            var payload = _kept[kept].Payload;
            _kept.RemoveAt(kept);
            Raise(name, payload);
        }

        waiter.CancelWith(cancellation, thread);
        return waiter.Task;
    }

    public void Raise(string name, string? payload)
    {
        if (_waiters?.GetValueOrDefault(name) is { } waiters && waiters.TryPop(out var waiter))
        {
            waiter.Receive(payload);
        }
        else
        {
            _kept.Add((name, payload));
        }
    }

    /// <summary>Removes and returns the events that nobody waited for, oldest first.</summary>
    public List<(string Name, string? Payload)> TakeKept()
    {
        List<(string, string?)> kept = [.. _kept];
        _kept.Clear();
        return kept;
    }

    private sealed class Waiter<T>(DataConverter converter) : IWaiter
    {
        private readonly TaskCompletionSource<T> _completion = new();

        public Type EventType => typeof(T);

        public bool IsWaiting => !_completion.Task.IsCompleted;

        public Task<T> Task => _completion.Task;

        public void Receive(string? payload)
        {
            try
            {
                _completion.TrySetResult(converter.Deserialize<T>(payload)!);
            }
            catch (Exception unreadable)
            {
                _completion.TrySetException(unreadable);
            }
        }

        public void CancelWith(CancellationToken cancellation, OrchestrationThread thread)
        {
            if (cancellation.CanBeCanceled)
            {
                cancellation.Register(() =>
                {
                    if (thread.IsCurrent)
                    {
                        _completion.TrySetCanceled(cancellation);
                    }
                    else
                    {
                        thread.Stray();
                    }
                });
            }
        }
    }
}
