using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>Makes the listeners of an app's timer functions; their statuses live in the folder <c>timers</c> of the data folder.</summary>
internal sealed class TimerTriggers(
    string dataFolder,
    IConfiguration configuration,
    FunctionInvoker invoker,
    TimeProvider time,
    WorkDispatcher dispatcher,
    Randomness randomness,
    ILogger<TimerListener> logger)
{
    /// <exception cref="EmbeddedHostException">A schedule is malformed or names a setting that is absent, or there is no such time zone.</exception>
    public IReadOnlyList<ITriggerListener> Listeners(IEnumerable<FunctionDescriptor> functions)
    {
        var timers = functions.Where(f => f.Trigger is TimerTriggerAttribute).ToArray();
        if (timers.Length == 0)
        {
            return [];
        }

        var zone = TimerTimeZone.Read(configuration);
        logger.LogInformation("Schedules of timer functions are in the time zone {Zone}", zone.Id);
        return [.. timers.Select(function => Listener(function, zone))];
    }

    private TimerListener Listener(FunctionDescriptor function, TimeZoneInfo zone)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger;
        var schedule = Schedule(function, trigger, zone);
        var file = trigger.UseMonitor && schedule.IsMonitored(time.GetUtcNow())
            ? new ScheduleStatusFile(Path.Combine(dataFolder, "timers"), function.Name)
            : null;
        var retries = RetryPolicy.Of(function.Method, randomness);
        return new TimerListener(function, new ScheduleMonitor(schedule, file, zone), retries, invoker, time, dispatcher, logger);
    }

    private TimerSchedule Schedule(FunctionDescriptor function, TimerTriggerAttribute trigger, TimeZoneInfo zone)
    {
        try
        {
            return TimerSchedule.Parse(AppSettings.Resolve(trigger.Schedule, configuration), time.GetUtcNow(), zone);
        }
        catch (FormatException e)
        {
            throw new EmbeddedHostException($"{function.EntryPoint} (function '{function.Name}'): the schedule '{trigger.Schedule}' is wrong: {e.Message}.", e);
        }
    }
}
