using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>The first half of a step: which of the things that arrived are to be processed, and which were answered before.</summary>
internal sealed class StepIntake(IEngineStore store, TimeProvider time)
{
    /// <summary>Reads the instance's history unless it is in memory.</summary>
    public void Load(Instance instance)
    {
        if (instance.Steps is not null)
        {
            return;
        }

        var (past, steps) = store.LoadHistory(instance.InstanceId);
        (instance.Past, instance.Steps) = (past, steps);
        instance.OpenTasks.Clear();
        foreach (var item in instance.Past)
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
    public List<HistoryEvent>? Accept(Instance instance, InstanceRecord record, List<InboxItem> items, StepResult result)
    {
        var all = items;
        if (instance.Deferred.Count > 0)
        {
            all = [.. instance.Deferred, .. items];
            instance.Deferred.Clear();
        }

        var hasStarted = instance.Steps > 0;
        if (!hasStarted)
        {
            // The start comes first, whatever overtook it.
            all = [.. all.OrderBy(static item => item.Event?.Kind != EventType.ExecutionStarted)];
            if (!all.Any(static item => item.Event?.Kind is EventType.ExecutionStarted or EventType.ExecutionTerminated))
            {
                result.Deferred.AddRange(all);
                return null;
            }
        }

        var events = new List<HistoryEvent>(all.Count);
        var answered = all.Count > 1 ? new HashSet<int>() : null;
        foreach (var item in all)
        {
            if (item.MessageId is { } messageId)
            {
                result.Changes.Consumed.Add(messageId);
            }

            if (item.Event is { } arrived && IsWanted(instance, record, item, hasStarted)
                && (arrived.TaskScheduledId is not { } answer || answered?.Add(answer) != false))
            {
                events.Add(arrived.Timestamp == default ? arrived with { Timestamp = time.GetUtcNow() } : arrived);
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
