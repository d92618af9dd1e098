using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Functions.Fleet;

/// <summary>One history of a fleet operation. Deterministic.</summary>
internal sealed class FleetRun
{
    private const int LooksPerHistory = 150;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    private readonly TaskOrchestrationContext _context;
    private readonly FleetInput _input;
    private readonly Task<string> _canceled;
    private readonly List<int> _running;
    private FleetProgress _progress;

    public FleetRun(TaskOrchestrationContext context, FleetInput input)
    {
        (_context, _input, _progress) = (context, input, input.Progress);
        _running = [.. input.Progress.Running];
        _canceled = context.WaitForExternalEvent<string>(FleetOperation.CancelEvent);
    }

    public async Task<OrchestratorError?> RunAsync()
    {
        for (var looks = 0; ; looks++)
        {
            if (looks == LooksPerHistory)
            {
                _context.ContinueAsNew(_input with { Progress = _progress });
                return null;
            }

            await BeginAsync();
            if (_running.Count > 0)
            {
                await DelayAsync(Interval);
                await CollectAsync();
            }
            else if (_progress.Error is { } error)
            {
                return error;
            }
            else if (_progress.Begun >= WaveEnd && !await NextWaveAsync())
            {
                return Publish(_progress with { Phase = null, Error = Failed() }).Error;
            }
        }
    }

    private int WaveEnd => _input.WaveEnds[_progress.Wave - 1];

    /// <summary>As many as may be worked on at once, side by side.</summary>
    private async Task BeginAsync()
    {
        NoticeCancel();
        var count = _progress.Error is null ? Math.Min(_input.MaxConcurrent - _running.Count, WaveEnd - _progress.Begun) : 0;
        if (count > 0)
        {
            var begun = Enumerable.Range(_progress.Begun, count).Select(member => CallAsync<FleetMember>("StartFleetMember", new FleetMemberRequest(_input.Id, [member])));
            Count(await Task.WhenAll(begun), count);
        }
    }

    private async Task CollectAsync()
    {
        NoticeCancel();
        Count(await CallAsync<IReadOnlyList<FleetMember>>("CheckFleetMembers", new FleetMemberRequest(_input.Id, [.. _running])), begun: 0);
    }

    private void Count(IReadOnlyList<FleetMember> members, int begun)
    {
        foreach (var member in members)
        {
            _running.Remove(member.Index);
            if (member.State == FleetMemberState.Running)
            {
                _running.Add(member.Index);
            }
        }

        int Of(FleetMemberState state) => members.Count(m => m.State == state);
        Publish(_progress with
        {
            Begun = _progress.Begun + begun,
            Succeeded = _progress.Succeeded + Of(FleetMemberState.Succeeded),
            Failed = _progress.Failed + Of(FleetMemberState.Failed),
            Skipped = _progress.Skipped + Of(FleetMemberState.Skipped),
            Phase = $"Wave {_progress.Wave} of {_input.WaveEnds.Count}",
        });
        if (_input.StopOnFailure && _progress is { Error: null, Failed: > 0 } && _progress.Begun < _input.WaveEnds[^1])
        {
            Publish(_progress with { Error = Failed() });
        }
    }

    /// <summary>False: that was the last one. A pause and the health of all that was done come between.</summary>
    private async Task<bool> NextWaveAsync()
    {
        if (_progress.Wave == _input.WaveEnds.Count)
        {
            return false;
        }

        if (_input.PauseSeconds > 0)
        {
            Publish(_progress with { Phase = $"Pause after wave {_progress.Wave} of {_input.WaveEnds.Count}" });
            await DelayAsync(TimeSpan.FromSeconds(_input.PauseSeconds));
            NoticeCancel();
        }

        var unwell = _progress.Error is null && _input.HealthCheck
            ? (await CallAsync<FleetHealth>("CheckFleetHealth", new FleetMemberRequest(_input.Id, [_progress.Begun]))).Error
            : _progress.Error;
        Publish(unwell is null ? _progress with { Wave = _progress.Wave + 1 } : _progress with { Error = unwell });
        return true;
    }

    private OrchestratorError? Failed()
    {
        var left = _input.WaveEnds[^1] - _progress.Begun;
        return _progress.Failed == 0
            ? null
            : ErrorCatalog.FleetFailed.With($"{_progress.Failed} cluster(s) failed, {_progress.Succeeded} succeeded{(left == 0 ? "" : $", {left} were not begun")}.", _input.Id);
    }

    private void NoticeCancel()
    {
        if (_canceled.IsCompleted && _progress.Error is null)
        {
            Publish(_progress with { Error = ErrorCatalog.OperationCanceled.With($"Canceled; {_input.WaveEnds[^1] - _progress.Begun} cluster(s) were not begun.", _input.Id) });
        }
    }

    private FleetProgress Publish(FleetProgress progress)
    {
        _progress = progress with { Running = [.. _running] };
        _context.SetCustomStatus(_progress);
        return _progress;
    }

    private Task<T> CallAsync<T>(string activity, FleetMemberRequest request) => _context.CallActivityAsync<T>(activity, request, Retried);

    private async Task DelayAsync(TimeSpan delay)
    {
        if (_canceled.IsCompleted)
        {
            await _context.CreateTimer(delay < Interval ? delay : Interval, CancellationToken.None);
            return;
        }

        using var stop = new CancellationTokenSource();
        if (await Task.WhenAny(_canceled, _context.CreateTimer(delay, stop.Token)) == _canceled)
        {
            // Not CancelAsync: it hops to the thread pool, which an orchestration must never do.
            stop.Cancel();
        }
    }
}
