using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Order;

/// <summary>Runs work on the thread pool, first come first served, as many at once as the pool has threads.</summary>
public sealed class ThreadPoolDispatcher(TimeProvider time) : WorkDispatcher
{
    public override void Post(Func<Task> work) => Post(static run => run(), work);

    public override void Post<TState>(Func<TState, Task> work, TState state)
    {
        if (time is VirtualClock clock)
        {
            var run = Holding(clock, () => work(state));
            ThreadPool.UnsafeQueueUserWorkItem(new Item<Func<Task>>(static run => run(), run), preferLocal: false);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(new Item<TState>(work, state), preferLocal: false);
        }
    }

    private static Func<Task> Holding(VirtualClock clock, Func<Task> work)
    {
        var queued = clock.Hold();
        return async () =>
        {
            using var hold = WorkHold.Take(clock.Hold);
            queued.Dispose();
            await work().ConfigureAwait(false);
        };
    }

    private sealed class Item<TState>(Func<TState, Task> work, TState state) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            var running = work(state);
            if (!running.IsCompletedSuccessfully)
            {
                End(running);
            }
        }

        private static async void End(Task running) => await running.ConfigureAwait(false);
    }
}
