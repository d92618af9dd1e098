namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>Counts the work of a listener, so that stopping can refuse more, cancel what runs and wait for it.</summary>
internal sealed class ListenerLife
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _stopped;

    /// <summary>Cancelled when the host stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>False once stopped. Each begin that is true is ended by <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            _open += _stopped ? 0 : 1;
            return !_stopped;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            if (--_open == 0 && _stopped)
            {
                _ended.TrySetResult();
            }
        }
    }

    public async Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            if (_open == 0)
            {
                _ended.TrySetResult();
            }
        }

        await _stopping.CancelAsync();
        await _ended.Task;
    }
}
