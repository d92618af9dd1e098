using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Order;

/// <summary>Runs work on the thread pool, first come first served, as many at once as the pool has threads.</summary>
public sealed class ThreadPoolDispatcher(TimeProvider time) : WorkDispatcher
{
    public override void Post(Func<Task> work)
    {
        var hold = time.Hold();
        ThreadPool.UnsafeQueueUserWorkItem(static item => Run(item.work, item.hold), (work, hold), preferLocal: false);
    }

    private static async void Run(Func<Task> work, IDisposable hold)
    {
        using (hold)
        {
            await work().ConfigureAwait(false);
        }
    }
}
