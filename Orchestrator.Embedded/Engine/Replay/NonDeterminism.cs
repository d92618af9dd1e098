using DurableTask.Core.Exceptions;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>Compares a recorded decision with what the code did now. Kinds and names count; inputs and versions do not. The texts are the real engine's.</summary>
internal static class NonDeterminism
{
    private const string Question = "Was a change made to the orchestrator code after this instance had already started running?";

    public static void Check(HistoryEvent recorded, HistoryEvent? actual)
    {
        var difference = recorded.Kind switch
        {
            EventType.TaskScheduled => Activity(recorded, actual),
            EventType.TimerCreated => Timer(recorded, actual),
            EventType.SubOrchestrationInstanceCreated => SubOrchestration(recorded, actual),
            EventType.EventSent => SentEvent(recorded, actual),
            _ => throw new ArgumentOutOfRangeException(nameof(recorded), recorded.Kind, "Not a decision."),
        };
        if (difference is not null)
        {
            throw new NonDeterministicOrchestrationException(difference);
        }
    }

    private static string? Activity(HistoryEvent recorded, HistoryEvent? actual) => actual switch
    {
        null => "A previous execution of this orchestration scheduled an activity task with sequence ID "
            + $"{recorded.EventId} and name '{recorded.Name}' (version '{recorded.Version}'), but the current replay execution hasn't (yet?) "
            + $"scheduled this task. {Question}",
        { Kind: not EventType.TaskScheduled } => "A previous execution of this orchestration scheduled an activity task with sequence number "
            + $"{recorded.EventId} named '{recorded.Name}', but the current orchestration replay instead produced a {ActionOf(actual)} action "
            + $"with this sequence number. {Question}",
        _ when !SameName(recorded, actual) => "A previous execution of this orchestration scheduled an activity task with sequence number "
            + $"{recorded.EventId} named '{recorded.Name}', but the current orchestration replay instead scheduled an activity task named "
            + $"'{actual.Name}' with this sequence number.  {Question}",
        _ => null,
    };

    private static string? Timer(HistoryEvent recorded, HistoryEvent? actual) => actual switch
    {
        null => "A previous execution of this orchestration scheduled a timer task with sequence number "
            + $"{recorded.EventId} but the current replay execution hasn't (yet?) scheduled this task. {Question}",
        { Kind: not EventType.TimerCreated } => "A previous execution of this orchestration scheduled a timer task with sequence number "
            + $"{recorded.EventId} named but the current orchestration replay instead produced a {ActionOf(actual)} action "
            + $"with this sequence number. {Question}",
        _ => null,
    };

    private static string? SubOrchestration(HistoryEvent recorded, HistoryEvent? actual)
    {
        var start = $"A previous execution of this orchestration scheduled a sub-orchestration task with sequence ID {recorded.EventId} "
            + $"and name '{recorded.Name}' (version '{recorded.Version}', instance ID '{recorded.InstanceId}'), but the current ";
        return actual switch
        {
            null => $"{start}replay execution hasn't (yet?) scheduled this task. {Question}",
            { Kind: not EventType.SubOrchestrationInstanceCreated } =>
                $"{start}orchestration replay instead produced a {ActionOf(actual)} action at this sequence number. {Question}",
            _ when !SameName(recorded, actual) => $"{start}orchestration replay instead scheduled a sub-orchestration task with name "
                + $"{actual.Name} at this sequence number. {Question}",
            _ => null,
        };
    }

    private static string? SentEvent(HistoryEvent recorded, HistoryEvent? actual)
    {
        var start = $"A previous execution of this orchestration scheduled a send event task with sequence ID {recorded.EventId}, "
            + $"type 'EventSent' name '{recorded.Name}', instance ID '{recorded.InstanceId}', but the current ";
        return actual switch
        {
            null => $"{start}replay execution hasn't (yet?) scheduled this task. {Question}",
            { Kind: not EventType.EventSent } =>
                $"{start}orchestration replay instead scheduled a {ActionOf(actual)} task at this sequence number. {Question}",
            _ when !SameName(recorded, actual) => $"{start}orchestration replay instead scheduled a send event task with name "
                + $"{actual.Name} at this sequence number. {Question}",
            _ => null,
        };
    }

    private static bool SameName(HistoryEvent a, HistoryEvent b) => string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);

    private static string ActionOf(HistoryEvent decision) => decision.Kind switch
    {
        EventType.TaskScheduled => "ScheduleTaskOrchestratorAction",
        EventType.TimerCreated => "CreateTimerOrchestratorAction",
        EventType.SubOrchestrationInstanceCreated => "CreateSubOrchestrationAction",
        EventType.EventSent => "SendEventOrchestratorAction",
        _ => decision.Kind.ToString(),
    };
}
