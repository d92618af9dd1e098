namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>
/// The private, single-threaded world of one orchestrator: its code runs only after <see cref="Enter"/>, one callback after the other.
/// A callback that comes from anywhere else means that the code awaited something that is not durable.
/// </summary>
internal sealed class OrchestrationThread(Action strayed) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _callbacks = new(capacity: 1);
    private int _threadId;
    private int _hasStrayed;

    /// <summary>True once code of the orchestrator was found outside of a step.</summary>
    public bool HasStrayed => Volatile.Read(ref _hasStrayed) != 0;

    public bool IsCurrent => Volatile.Read(ref _threadId) == Environment.CurrentManagedThreadId;

    /// <summary>Makes this the current context until the result is disposed.</summary>
    public Scope Enter()
    {
        var scope = new Scope(this, Current);
        SetSynchronizationContext(this);
        Volatile.Write(ref _threadId, Environment.CurrentManagedThreadId);
        return scope;
    }

    /// <summary>Runs callbacks until there are none.</summary>
    public void Drain()
    {
        while (_callbacks.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            _callbacks.Enqueue((d, state));
        }
        else
        {
            Stray();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Orchestrator code cannot be entered from another thread.");

    public override SynchronizationContext CreateCopy() => this;

    public void Stray()
    {
        if (Interlocked.Exchange(ref _hasStrayed, 1) == 0)
        {
            strayed();
        }
    }

    public readonly struct Scope(OrchestrationThread thread, SynchronizationContext? previous) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref thread._threadId, 0);
            SetSynchronizationContext(previous);
        }
    }
}
