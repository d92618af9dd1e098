using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Callers who wait until an instance has started or ended. They are answered from work of the dispatcher, after the commit.</summary>
internal sealed class InstanceWaiters(WorkDispatcher dispatcher)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiter> _waiters = new(StringComparer.Ordinal);
    private Exception? _failure;

    /// <summary>Waits until a committed record satisfies <paramref name="until"/>, or the instance is purged; dispose it when done.</summary>
    public Waiter Add(string instanceId, Func<InstanceRecord, bool> until)
    {
        var waiter = new Waiter(this, instanceId, until);
        lock (_gate)
        {
            if (_failure is not null)
            {
                waiter.TrySetException(_failure);
                return waiter;
            }

            waiter.Next = _waiters.GetValueOrDefault(instanceId);
            _waiters[instanceId] = waiter;
        }

        return waiter;
    }

    /// <summary>Call it when a record is durable; null says that the instance is gone.</summary>
    public void Notify(string instanceId, InstanceRecord? record)
    {
        lock (_gate)
        {
            for (var waiter = _waiters.GetValueOrDefault(instanceId); waiter is not null; waiter = waiter.Next)
            {
                if (record is null || waiter.Until(record))
                {
                    waiter.Post(dispatcher, record);
                }
            }
        }
    }

    /// <summary>Ends all waits with a failure, later ones too.</summary>
    public void Fail(Exception failure)
    {
        List<Waiter> all = [];
        lock (_gate)
        {
            _failure ??= failure;
            foreach (var first in _waiters.Values)
            {
                for (var waiter = first; waiter is not null; waiter = waiter.Next)
                {
                    all.Add(waiter);
                }
            }
        }

        foreach (var waiter in all)
        {
            waiter.TrySetException(failure);
        }
    }

    private void Remove(Waiter waiter)
    {
        lock (_gate)
        {
            var first = _waiters.GetValueOrDefault(waiter.InstanceId);
            if (first != waiter)
            {
                while (first is not null && first.Next != waiter)
                {
                    first = first.Next;
                }

                first?.Next = waiter.Next;
            }
            else if (waiter.Next is { } next)
            {
                _waiters[waiter.InstanceId] = next;
            }
            else
            {
                _waiters.Remove(waiter.InstanceId);
            }
        }
    }

    /// <summary>One wait. Its task ends with the record that satisfied it, or null if the instance is gone.</summary>
    internal sealed class Waiter(InstanceWaiters owner, string instanceId, Func<InstanceRecord, bool> until)
        : TaskCompletionSource<InstanceRecord?>, IDisposable
    {
        private InstanceRecord? _reached;
        private bool _isPosted;

        public string InstanceId => instanceId;

        public Func<InstanceRecord, bool> Until => until;

        /// <summary>The next one of the same instance.</summary>
        public Waiter? Next { get; set; }

        public void Post(WorkDispatcher dispatcher, InstanceRecord? record)
        {
            if (!_isPosted)
            {
                _isPosted = true;
                _reached = record;
                dispatcher.Post(Reach);
            }
        }

        public void Dispose() => owner.Remove(this);

        private Task Reach()
        {
            TrySetResult(_reached);
            return System.Threading.Tasks.Task.CompletedTask;
        }
    }
}
