using Orchestrator.Determinism.Chance;

namespace Orchestrator.Determinism.Order;

/// <summary>
/// Runs work only when pumped, one item at a time, in an order that the seed chooses (first come first served without one).
/// Work must not wait for virtual time: nobody advances the clock while it runs.
/// A test pumps it, advances its <see cref="Time.VirtualClock"/>, and pumps again: hours of a cluster's life pass in milliseconds, the same every time.
/// </summary>
public sealed class DeterministicDispatcher(Randomness? order = null) : WorkDispatcher
{
    private readonly Lock _gate = new();
    private readonly List<Func<Task>> _ready = [];
    private readonly List<Task> _running = [];
    private TaskCompletionSource _posted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Post(Func<Task> work)
    {
        lock (_gate)
        {
            _ready.Add(work);
            _posted.TrySetResult();
        }
    }

    /// <summary>Runs until nothing is queued and nothing that was started is still running.</summary>
    /// <exception cref="Exception">What escaped the work, if anything did.</exception>
    public async Task RunUntilIdleAsync()
    {
        while (true)
        {
            if (TryTake(out var work))
            {
                _running.Add(work!());
            }
            else if (_running.Count > 0)
            {
                await Task.WhenAny([.. _running, NextPost()]).ConfigureAwait(false);
            }
            else
            {
                return;
            }

            await ObserveFinishedAsync().ConfigureAwait(false);
        }
    }

    private Task NextPost()
    {
        lock (_gate)
        {
            if (_ready.Count == 0 && _posted.Task.IsCompleted)
            {
                _posted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _posted.Task;
        }
    }

    private async Task ObserveFinishedAsync()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i].IsCompleted)
            {
                var finished = _running[i];
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
}
