using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>
/// Runs one timer function on its schedule, never twice at once: the next run is set when the last has ended, so runs that fell due
/// meanwhile are left out. A run that fails is logged, and the schedule goes on.
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

    public TimerListener(
        FunctionDescriptor function, ScheduleMonitor monitor, FunctionInvoker invoker, TimeProvider time, WorkDispatcher dispatcher, ILogger logger)
    {
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
            Post(wasDue: false, isPastDue: true);
        }
        else if (_runOnStartup)
        {
            Post(wasDue: false, isPastDue: false);
        }
        else
        {
            SetTimer();
        }
    }

    /// <summary>The schedule takes no notice.</summary>
    public Task RunOnceAsync(string input, CancellationToken cancellation)
    {
        if (_life.TryBegin())
        {
            _dispatcher.Post(async () =>
            {
                await SucceedsAsync(isPastDue: false);
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

    private void OnTimer()
    {
        if (Now < _monitor.Next)
        {
            SetTimer();
        }
        else
        {
            Post(wasDue: true, isPastDue: false);
        }
    }

    private void SetTimer()
    {
        var wait = _monitor.Next - Now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private void Post(bool wasDue, bool isPastDue)
    {
        if (_life.TryBegin())
        {
            _dispatcher.Post(() => RunAsync(wasDue, isPastDue));
        }
    }

    private async Task RunAsync(bool wasDue, bool isPastDue)
    {
        try
        {
            var started = Now;
            // A run that the stop of the host cut off counts as not done: it is past due at the next start.
            if (await SucceedsAsync(isPastDue) || !_life.Stopping.IsCancellationRequested)
            {
                _monitor.Ran(started, wasDue);
                SetTimer();
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

    private async Task<bool> SucceedsAsync(bool isPastDue)
    {
        try
        {
            var info = new TimerInfo { ScheduleStatus = _monitor.Shown, IsPastDue = isPastDue };
            await _invoker.InvokeAsync(new InvocationRequest(_function) { TriggerValue = info, Cancellation = _life.Stopping });
            return true;
        }
        catch (Exception e)
        {
            _logger.LogError(e, "Timer function {Function} failed", _function.Name);
            return false;
        }
    }
}
