namespace Orchestrator.Determinism.Time;

/// <summary>
/// What keeps time still while a piece of work computes. It is the work's own from <see cref="Take"/> until it is disposed, wherever the work's
/// code is, so that whoever waits on its behalf for something that takes time can let go meanwhile.
/// </summary>
public sealed class WorkHold : IDisposable
{
    private static readonly AsyncLocal<WorkHold?> Current = new();
    private readonly Lock _gate = new();
    private readonly WorkHold? _outer = Current.Value;
    private readonly Func<IDisposable> _take;
    private IDisposable? _lease;
    private int _waits;
    private bool _ended;

    private WorkHold(Func<IDisposable> take)
    {
        _take = take;
        _lease = take();
    }

    /// <summary>Begins work: <paramref name="take"/> is called now and after each wait, what it returns is disposed at each wait and at the end.</summary>
    public static WorkHold Take(Func<IDisposable> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        return Current.Value = new WorkHold(take);
    }

    /// <summary>Lets go of the current work's hold, and of those around it, while <paramref name="wait"/> is awaited. Waits may overlap: time is free while any of them lasts.</summary>
    public static async Task<T> ReleaseWhileAsync<T>(Func<Task<T>> wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        var waiting = wait();
        if (waiting.IsCompleted || Current.Value is not { } hold)
        {
            return await waiting.ConfigureAwait(false);
        }

        hold.Release();
        try
        {
            return await waiting.ConfigureAwait(false);
        }
        finally
        {
            hold.Retake();
        }
    }

    public void Dispose()
    {
        if (Current.Value == this)
        {
            Current.Value = _outer;
        }

        lock (_gate)
        {
            _ended = true;
            LetGo();
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            _waits++;
            LetGo();
        }

        _outer?.Release();
    }

    private void Retake()
    {
        _outer?.Retake();
        lock (_gate)
        {
            _lease = --_waits == 0 && !_ended ? _take() : _lease;
        }
    }

    private void LetGo()
    {
        _lease?.Dispose();
        _lease = null;
    }
}
