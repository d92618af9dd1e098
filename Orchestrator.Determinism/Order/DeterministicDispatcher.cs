using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Order;

/// <summary>
/// Runs work only when pumped, one item at a time, in an order that the seed chooses (first come first served without one).
/// Work must not wait for virtual time but in <see cref="WorkHold.ReleaseWhileAsync"/>: nobody advances the clock while it runs.
/// A test pumps it, advances its <see cref="VirtualClock"/>, and pumps again: hours of a cluster's life pass in milliseconds, the same every time.
/// </summary>
public sealed class DeterministicDispatcher(Randomness? order = null) : WorkDispatcher
{
    private readonly Lock _gate = new();
    private readonly List<Func<Task>> _ready = [];
    private readonly List<Work> _running = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Post(Func<Task> work)
    {
        lock (_gate)
        {
            _ready.Add(work);
            _changed.TrySetResult();
        }
    }

    /// <summary>Runs until nothing is queued and nothing that was started is still running, or waiting for what takes time.</summary>
    /// <exception cref="Exception">What escaped the work, if anything did.</exception>
    public async Task RunUntilIdleAsync()
    {
        while (true)
        {
            if (TryTake(out var work))
            {
                _running.Add(new Work(this, work!));
            }
            else if (NextChange() is { } change)
            {
                await Task.WhenAny([.. _running.Select(each => each.Ended), change]).ConfigureAwait(false);
            }
            else
            {
                return;
            }

            await ObserveFinishedAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends when work is posted or begins to wait; null when nothing computes.</summary>
    private Task? NextChange()
    {
        lock (_gate)
        {
            if (_ready.Count == 0 && _changed.Task.IsCompleted)
            {
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _running.Exists(work => work.Computes) ? _changed.Task : null;
        }
    }

    private async Task ObserveFinishedAsync()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i].Ended.IsCompleted)
            {
                var finished = _running[i].Ended;
                _running.RemoveAt(i);
                await finished.ConfigureAwait(false);
            }
        }
    }

    private bool TryTake(out Func<Task>? work)
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                work = null;
                return false;
            }

            var index = order?.Next(_ready.Count) ?? 0;
            work = _ready[index];
            _ready.RemoveAt(index);
            return true;
        }
    }

    /// <summary>A piece of work that has begun; as a hold on itself, it computes until it is disposed.</summary>
    private sealed class Work : IDisposable
    {
        private readonly DeterministicDispatcher _dispatcher;

        public Work(DeterministicDispatcher dispatcher, Func<Task> run)
        {
            _dispatcher = dispatcher;
            Ended = RunAsync(run);
        }

        public Task Ended { get; }

        public bool Computes { get; private set; }

        public void Dispose() => Change(computes: false);

        // The hold is not given back at the end: until the task has ended, its failure is not seen.
        private async Task RunAsync(Func<Task> run)
        {
            WorkHold.Take(() => Change(computes: true));
            await run().ConfigureAwait(false);
        }

        private Work Change(bool computes)
        {
            lock (_dispatcher._gate)
            {
                Computes = computes;
                _dispatcher._changed.TrySetResult();
                return this;
            }
        }
    }
}
