using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>Makes the listeners of an app's timer functions; their statuses live in the folder <c>timers</c> of the data folder.</summary>
internal sealed class TimerTriggers(
    string dataFolder, IConfiguration configuration, FunctionInvoker invoker, TimeProvider time, WorkDispatcher dispatcher, ILogger<TimerListener> logger)
{
    /// <exception cref="EmbeddedHostException">A schedule is malformed or names a setting that is absent.</exception>
    public IEnumerable<ITriggerListener> Listeners(IEnumerable<FunctionDescriptor> functions) =>
        functions.Where(f => f.Trigger is TimerTriggerAttribute).Select(Listener);

    private TimerListener Listener(FunctionDescriptor function)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger;
        var schedule = Schedule(function, trigger);
        var file = trigger.UseMonitor && schedule.IsMonitored(time.GetUtcNow())
            ? new ScheduleStatusFile(Path.Combine(dataFolder, "timers"), function.Name)
            : null;
        return new TimerListener(function, new ScheduleMonitor(schedule, file), invoker, time, dispatcher, logger);
    }

    private TimerSchedule Schedule(FunctionDescriptor function, TimerTriggerAttribute trigger)
    {
        try
        {
            return TimerSchedule.Parse(AppSettings.Resolve(trigger.Schedule, configuration), time.GetUtcNow());
        }
        catch (FormatException e)
        {
            throw new EmbeddedHostException($"{function.EntryPoint} (function '{function.Name}'): the schedule '{trigger.Schedule}' is wrong: {e.Message}.", e);
        }
    }
}
