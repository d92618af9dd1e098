using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>The first half of a step: which of the things that arrived are to be processed, and which were answered before.</summary>
internal sealed class StepIntake(IEngineStore store, TimeProvider time)
{
    /// <summary>Reads the instance's history unless it is in memory.</summary>
    public void Load(Instance instance)
    {
        if (instance.History is not null)
        {
            return;
        }

        instance.History = store.LoadHistory(instance.InstanceId);
        instance.OpenTasks.Clear();
        foreach (var item in instance.History.Events)
        {
            Track(instance, item);
        }
    }

    /// <summary>Notes which decisions wait for an answer.</summary>
    public static void Track(Instance instance, HistoryEvent item)
    {
        if (item.TaskScheduledId is { } answered)
        {
            instance.OpenTasks.Remove(answered);
        }
        else if (item.Kind is EventType.TaskScheduled or EventType.TimerCreated or EventType.SubOrchestrationInstanceCreated)
        {
            instance.OpenTasks[item.EventId!.Value] = item;
        }
    }

    /// <summary>The events to process, or null if the instance may not start yet.</summary>
    public List<HistoryEvent>? Accept(Instance instance, InstanceRecord record, IReadOnlyList<InboxItem> items, StepResult result)
    {
        List<InboxItem> all = [.. instance.Deferred, .. items];
        instance.Deferred.Clear();
        var hasStarted = instance.History!.Events.Count > 0;
        if (!hasStarted && !all.Any(item => item.Event?.Kind is EventType.ExecutionStarted or EventType.ExecutionTerminated))
        {
            result.Deferred.AddRange(all);
            return null;
        }

        var answered = new HashSet<int>();
        var events = new List<HistoryEvent>();
        foreach (var item in all.OrderBy(item => item.Event?.Kind != EventType.ExecutionStarted))
        {
            if (item.MessageId is { } messageId)
            {
                result.Changes.Consumed.Add(messageId);
            }

            if (item.Event is { } arrived && IsWanted(instance, record, item, hasStarted)
                && (arrived.TaskScheduledId is not { } answer || answered.Add(answer)))
            {
                events.Add(arrived with { Timestamp = time.GetUtcNow() });
            }
        }

        return events;
    }

    // An answer counts once: activities run at least once, and their results come again after a crash.
    private static bool IsWanted(Instance instance, InstanceRecord record, InboxItem item, bool hasStarted) =>
        (item.ExecutionId is null || item.ExecutionId == record.ExecutionId)
        && (item.Event!.TaskScheduledId is not { } answer || instance.OpenTasks.ContainsKey(answer))
        && (item.Event.Kind != EventType.ExecutionStarted || !hasStarted);
}
