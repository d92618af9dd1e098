namespace Orchestrator.Determinism.Order;

/// <summary>Decides when, and on which thread, posted work runs. The production dispatcher and the deterministic one differ in nothing else.</summary>
public abstract class WorkDispatcher
{
    /// <summary>
    /// Queues <paramref name="work"/> and returns at once. The injected clock is held from now until the work's task ends,
    /// except while the work waits in <see cref="Time.WorkHold.ReleaseWhileAsync"/>.
    /// Work handles its own failures: an exception that escapes it ends the process.
    /// </summary>
    public abstract void Post(Func<Task> work);

    /// <summary>The same for work that needs a state, for callers that would allocate a closure for each post.</summary>
    public virtual void Post<TState>(Func<TState, Task> work, TState state) => Post(() => work(state));
}
