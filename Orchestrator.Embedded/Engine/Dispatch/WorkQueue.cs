using Orchestrator.Determinism.Order;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Posts work to the dispatcher, at most so many pieces at a time; the rest waits in order.</summary>
internal sealed class WorkQueue(WorkDispatcher dispatcher, int maximum)
{
    private readonly Lock _gate = new();
    private readonly Queue<Func<Task>> _waiting = new();
    private int _running;
    private TaskCompletionSource? _idle;

    public void Post(Func<Task> work)
    {
        lock (_gate)
        {
            if (_running >= maximum)
            {
                _waiting.Enqueue(work);
                return;
            }

            _running++;
        }

        Dispatch(work);
    }

    /// <summary>Forgets what has not started.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _waiting.Clear();
        }
    }

    /// <summary>Ends when nothing runs.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            return _running == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource()).Task;
        }
    }

    private void Dispatch(Func<Task> work) => dispatcher.Post(static item => item.Queue.RunAsync(item.Work), (Queue: this, Work: work));

    private Task RunAsync(Func<Task> work)
    {
        var running = work();
        if (!running.IsCompletedSuccessfully)
        {
            return EndAsync(running);
        }

        Next();
        return Task.CompletedTask;
    }

    private async Task EndAsync(Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        finally
        {
            Next();
        }
    }

    private void Next()
    {
        Func<Task>? next;
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next) && --_running == 0)
            {
                idle = _idle;
                _idle = null;
            }
        }

        if (next is not null)
        {
            Dispatch(next);
        }

        idle?.TrySetResult();
    }
}
