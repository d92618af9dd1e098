using Microsoft.DurableTask;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>The history of a failed execution up to the step that failed it: what failed has no answer any more and is asked again.</summary>
internal static class RewoundHistory
{
    /// <param name="events">The history of an execution that ended as failed.</param>
    /// <param name="failure">How it ended.</param>
    public static List<HistoryEvent> Of(IReadOnlyList<HistoryEvent> events, TaskFailureDetails? failure)
    {
        var end = events.ToList();
        end.RemoveAll(item => item.Kind == EventType.ExecutionCompleted);

        // A failure that the code did not leave to its caller is not what ended it: then only the end is taken back.
        var first = failure?.ErrorType == typeof(TaskFailedException).FullName ? FirstOfTheLastFailures(end) : null;
        return first is { } cut ? [.. end.Take(cut), .. end.Skip(cut).Where(item => Remains(item, end, cut))] : end;
    }

    /// <summary>Decisions without an answer.</summary>
    public static List<HistoryEvent> Open(IReadOnlyList<HistoryEvent> events)
    {
        var answered = events.Select(item => item.TaskScheduledId).OfType<int>().ToHashSet();
        return [.. events.Where(item => IsTask(item.Kind) && !answered.Contains(item.EventId!.Value))];
    }

    public static bool IsFailure(EventType kind) => kind is EventType.TaskFailed or EventType.SubOrchestrationInstanceFailed;

    // Tasks that ran side by side may have failed together. Of those that came after another, only the last is to be repeated.
    private static int? FirstOfTheLastFailures(List<HistoryEvent> events)
    {
        var first = events.FindLastIndex(item => IsFailure(item.Kind));
        for (var i = first - 1; i >= 0 && !IsDecision(events[i].Kind); i--)
        {
            first = IsFailure(events[i].Kind) ? i : first;
        }

        return first < 0 ? null : first;
    }

    // What the code decided after the failure is void, and so are the answers to it. Everything else that came in stays.
    private static bool Remains(HistoryEvent item, List<HistoryEvent> events, int cut) =>
        !IsFailure(item.Kind)
        && !IsDecision(item.Kind)
        && (item.TaskScheduledId is not { } answered || events.FindIndex(e => e.EventId == answered && IsDecision(e.Kind)) < cut);

    private static bool IsDecision(EventType kind) => IsTask(kind) || kind == EventType.EventSent;

    private static bool IsTask(EventType kind) => kind is EventType.TaskScheduled or EventType.TimerCreated or EventType.SubOrchestrationInstanceCreated;
}
