using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>
/// Runs one timer function on its schedule, never twice at once: the next run is set when the last has ended, so runs that fell due
/// meanwhile are left out. A run that fails is repeated if the function has a retry policy; then the schedule goes on.
/// </summary>
internal sealed class TimerListener : ITriggerListener
{
    // Timers of the operating system's clock are limited to some 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);
    private readonly FunctionDescriptor _function;
    private readonly ScheduleMonitor _monitor;
    private readonly FunctionInvoker _invoker;
    private readonly TimeProvider _time;
    private readonly WorkDispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly ListenerLife _life = new();
    private readonly ITimer _timer;
    private readonly bool _runOnStartup;
    private readonly RetryPolicy? _retries;
    private TimerRun? _toRetry;

    public TimerListener(
        FunctionDescriptor function,
        ScheduleMonitor monitor,
        RetryPolicy? retries,
        FunctionInvoker invoker,
        TimeProvider time,
        WorkDispatcher dispatcher,
        ILogger logger)
    {
        _retries = retries;
        _function = function;
        _monitor = monitor;
        _invoker = invoker;
        _time = time;
        _dispatcher = dispatcher;
        _logger = logger;
        _runOnStartup = ((TimerTriggerAttribute)function.Trigger).RunOnStartup;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string FunctionName => _function.Name;

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Start()
    {
        if (_monitor.Resume(Now))
        {
            _logger.LogInformation("Function {Function} was due at {Due:o} while the host was down: it runs now", _function.Name, _monitor.Next);
            Post(NewRun(wasDue: false, isPastDue: true));
        }
        else if (_runOnStartup)
        {
            Post(NewRun(wasDue: false, isPastDue: false));
        }
        else
        {
            SetTimer();
        }
    }

    /// <summary>The schedule takes no notice, and a failure is not repeated.</summary>
    public Task RunOnceAsync(string input, CancellationToken cancellation)
    {
        if (_life.TryBegin())
        {
            _dispatcher.Post(async () =>
            {
                await SucceedsAsync(NewRun(wasDue: false, isPastDue: false), maxRetryCount: 0);
                _life.End();
            });
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _life.StopAsync();
        await _timer.DisposeAsync();
    }

    private TimerRun NewRun(bool wasDue, bool isPastDue) =>
        new(Now, wasDue, new TimerInfo { ScheduleStatus = _monitor.Shown, IsPastDue = isPastDue }, Failures: 0);

    private void OnTimer()
    {
        if (_toRetry is { } run)
        {
            _toRetry = null;
            Post(run);
        }
        else if (Now < _monitor.Next)
        {
            SetTimer();
        }
        else
        {
            Post(NewRun(wasDue: true, isPastDue: false));
        }
    }

    private void SetTimer()
    {
        var wait = _monitor.Next - Now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private void Post(TimerRun run)
    {
        if (_life.TryBegin())
        {
            _dispatcher.Post(() => RunAsync(run));
        }
    }

    private async Task RunAsync(TimerRun run)
    {
        try
        {
            if (await SucceedsAsync(run, _retries?.MaxRetryCount ?? 0))
            {
                End(run);
            }
            // A run that the stop of the host cut off counts as not done: it is past due at the next start.
            else if (!_life.Stopping.IsCancellationRequested && !IsRetried(run with { Failures = run.Failures + 1 }))
            {
                End(run);
            }
        }
        catch (EmbeddedHostException e)
        {
            _logger.LogError(e, "The schedule status of function {Function} could not be written", _function.Name);
            SetTimer();
        }
        finally
        {
            _life.End();
        }
    }

    private void End(TimerRun run)
    {
        _monitor.Ran(run.Started, run.WasDue);
        SetTimer();
    }

    /// <summary>Sets the timer to the next try, if there is one.</summary>
    private bool IsRetried(TimerRun run)
    {
        if (_retries?.DelayAfter(run.Failures) is not { } delay)
        {
            if (run.Failures > 1)
            {
                _logger.LogError("Timer function {Function} has failed, and so have its {Count} retries", _function.Name, run.Failures - 1);
            }

            return false;
        }

        _logger.LogInformation(
            "Timer function {Function} is tried again in {Delay} (retry {Count} of {Maximum})", _function.Name, delay, run.Failures, _retries.MaxRetryCount);
        _toRetry = run;
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
        return true;
    }

    private async Task<bool> SucceedsAsync(TimerRun run, int maxRetryCount)
    {
        try
        {
            await _invoker.InvokeAsync(new InvocationRequest(_function)
            {
                TriggerValue = run.Info, Retries = (run.Failures, maxRetryCount), Cancellation = _life.Stopping,
            });
            return true;
        }
        catch (Exception e)
        {
            _logger.LogError(e, "Timer function {Function} failed", _function.Name);
            return false;
        }
    }
}
