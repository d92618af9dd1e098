using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Order;

/// <summary>Runs work on the thread pool, first come first served, as many at once as the pool has threads.</summary>
public sealed class ThreadPoolDispatcher(TimeProvider time) : WorkDispatcher
{
    public override void Post(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(new Item(work, time.Hold()), preferLocal: false);

    private sealed class Item(Func<Task> work, IDisposable hold) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            var running = work();
            if (running.IsCompletedSuccessfully)
            {
                hold.Dispose();
            }
            else
            {
                End(running);
            }
        }

        private async void End(Task running)
        {
            using (hold)
            {
                await running.ConfigureAwait(false);
            }
        }
    }
}
