using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>
/// A history as the management API shows it: without the bookkeeping of decisions, and with each scheduled task folded into its answer.
/// Results are JSON, inputs are the text that is stored.
/// </summary>
internal static class InstanceHistoryEvents
{
    public static JsonArray Describe(IReadOnlyList<HistoryEvent> history, bool showInput, bool showOutput)
    {
        var decisions = history.Where(e => e.EventId is not null).ToLookup(e => e.EventId!.Value);
        var answered = history.Where(IsAnswer).Select(e => e.TaskScheduledId!.Value).ToHashSet();
        return new JsonArray([.. history
            .Where(e => e.Kind is not (EventType.OrchestratorStarted or EventType.OrchestratorCompleted))
            .Where(e => e.EventId is not { } id || !answered.Contains(id))
            .Select(e => (JsonNode)Describe(e, e.TaskScheduledId is { } id ? decisions[id].FirstOrDefault() : null, showInput, showOutput))]);
    }

    private static bool IsAnswer(HistoryEvent e) => e.Kind
        is EventType.TaskCompleted or EventType.TaskFailed
        or EventType.SubOrchestrationInstanceCompleted or EventType.SubOrchestrationInstanceFailed;

    private static JsonObject Describe(HistoryEvent e, HistoryEvent? decision, bool showInput, bool showOutput)
    {
        var item = new JsonObject { ["EventType"] = e.Kind.ToString() };
        switch (e.Kind)
        {
            case EventType.ExecutionStarted:
                item["FunctionName"] = e.Name;
                break;
            case EventType.ExecutionCompleted:
                item["OrchestrationStatus"] = e.Status.ToString();
                AddResult(item, e, showOutput);
                AddFailure(item, e);
                break;
            case EventType.TaskCompleted or EventType.SubOrchestrationInstanceCompleted:
                AddResult(item, e, showOutput);
                break;
            case EventType.TaskFailed or EventType.SubOrchestrationInstanceFailed:
                AddFailure(item, e);
                break;
            case EventType.TimerCreated or EventType.TimerFired:
                AddTime(item, "FireAt", e.FireAt ?? decision?.FireAt);
                break;
            case EventType.ExecutionSuspended or EventType.ExecutionResumed:
                item["Reason"] = e.Input;
                break;
            default:
                AddText(item, "Name", e.Name);
                AddText(item, "InstanceId", e.InstanceId);
                break;
        }

        if (decision is not null && IsAnswer(e))
        {
            AddTime(item, "ScheduledTime", decision.Timestamp);
            item["FunctionName"] = decision.Name;
        }

        if (showInput && e.Kind is not (EventType.ExecutionSuspended or EventType.ExecutionResumed))
        {
            AddText(item, "Input", Input(IsAnswer(e) ? decision : e));
        }

        AddTime(item, "Timestamp", e.Timestamp);
        return item;
    }

    /// <summary>Activities have their input in an array of one, which the worker takes off.</summary>
    private static string? Input(HistoryEvent? e) => e is { Kind: EventType.TaskScheduled } ? $"[{e.Input ?? "null"}]" : e?.Input;

    private static void AddResult(JsonObject item, HistoryEvent e, bool showOutput)
    {
        if (showOutput)
        {
            item["Result"] = InstanceStatus.Token(e.Result);
        }
    }

    private static void AddFailure(JsonObject item, HistoryEvent e)
    {
        AddText(item, "Reason", e.Failure?.ErrorMessage);
        AddText(item, "Details", e.Failure?.StackTrace);
    }

    private static void AddText(JsonObject item, string name, string? text)
    {
        if (text is not null)
        {
            item[name] = text;
        }
    }

    private static void AddTime(JsonObject item, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            item[name] = value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        }
    }
}
