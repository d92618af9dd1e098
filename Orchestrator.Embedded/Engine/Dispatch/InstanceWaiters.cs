using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Callers who wait until an instance has started or ended. They are answered from work of the dispatcher, after the commit.</summary>
internal sealed class InstanceWaiters(WorkDispatcher dispatcher)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<(Func<InstanceRecord, bool> Until, TaskCompletionSource Reached)>> _waiters = new(StringComparer.Ordinal);
    private Exception? _failure;

    /// <summary>A task that ends when a committed record of the instance satisfies <paramref name="until"/>, or the instance is purged.</summary>
    public (Task Reached, IDisposable Registration) Add(string instanceId, Func<InstanceRecord, bool> until)
    {
        var waiter = (until, new TaskCompletionSource());
        lock (_gate)
        {
            if (_failure is not null)
            {
                return (Task.FromException(_failure), new Registration(() => { }));
            }

            if (!_waiters.TryGetValue(instanceId, out var list))
            {
                _waiters.Add(instanceId, list = []);
            }

            list.Add(waiter);
        }

        return (waiter.Item2.Task, new Registration(() => Remove(instanceId, waiter)));
    }

    /// <summary>Call it when a record is durable; null says that the instance is gone.</summary>
    public void Notify(string instanceId, InstanceRecord? record)
    {
        List<TaskCompletionSource> reached;
        lock (_gate)
        {
            if (!_waiters.TryGetValue(instanceId, out var list))
            {
                return;
            }

            reached = [.. list.Where(w => record is null || w.Until(record)).Select(w => w.Reached)];
        }

        foreach (var waiter in reached)
        {
            dispatcher.Post(() =>
            {
                waiter.TrySetResult();
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Ends all waits with a failure, later ones too.</summary>
    public void Fail(Exception failure)
    {
        List<TaskCompletionSource> all;
        lock (_gate)
        {
            _failure ??= failure;
            all = [.. _waiters.Values.SelectMany(list => list.Select(w => w.Reached))];
        }

        foreach (var waiter in all)
        {
            waiter.TrySetException(failure);
        }
    }

    private void Remove(string instanceId, (Func<InstanceRecord, bool> Until, TaskCompletionSource Reached) waiter)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(instanceId, out var list) && list.Remove(waiter) && list.Count == 0)
            {
                _waiters.Remove(instanceId);
            }
        }
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
