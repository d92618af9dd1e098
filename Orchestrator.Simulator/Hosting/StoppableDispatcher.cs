using Orchestrator.Determinism.Order;

namespace Orchestrator.Simulator.Hosting;

/// <summary>
/// Lets the simulator's own work end before its stores close: after the stop, work that runs is waited for and work that still
/// queues does nothing. What it would have done is in the stores, and is taken up by the next start.
/// </summary>
internal sealed class StoppableDispatcher(WorkDispatcher inner) : WorkDispatcher
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopping;
    private int _running;

    public override void Post(Func<Task> work) => inner.Post(() => RunAsync(work));

    /// <summary>Completes when none of the work runs any more.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            return _running == 0 ? Task.CompletedTask : _idle.Task;
        }
    }

    private async Task RunAsync(Func<Task> work)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _running++;
        }

        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _running--;
                if (_stopping && _running == 0)
                {
                    _idle.TrySetResult();
                }
            }
        }
    }
}
