using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Order;

/// <summary>Runs work on the thread pool, first come first served, as many at once as the pool has threads.</summary>
public sealed class ThreadPoolDispatcher(TimeProvider time) : WorkDispatcher
{
    public override void Post(Func<Task> work) => Post(static run => run(), work);

    public override void Post<TState>(Func<TState, Task> work, TState state) =>
        ThreadPool.UnsafeQueueUserWorkItem(new Item<TState>(work, state, time.Hold()), preferLocal: false);

    private sealed class Item<TState>(Func<TState, Task> work, TState state, IDisposable hold) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            var running = work(state);
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
