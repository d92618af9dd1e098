using Orchestrator.Embedded.Engine.Dispatch;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>What a step adds to the trace of its execution.</summary>
internal static class StepSpans
{
    /// <summary>Spans that end with what arrived, and the execution's own if it is over.</summary>
    public static void Collect(
        OrchestrationExecution execution,
        IEnumerable<HistoryEvent> arrived,
        IReadOnlyDictionary<int, HistoryEvent> openTasks,
        DateTimeOffset now,
        StepResult result)
    {
        if (execution.Trace is not { } trace || !DurableTaskSpans.Source.HasListeners())
        {
            return;
        }

        foreach (var answer in arrived)
        {
            if (answer.TaskScheduledId is { } id && openTasks.TryGetValue(id, out var decision))
            {
                result.Spans.Add(trace.Answered(decision, answer));
            }
        }

        if (execution.Outcome is { } outcome)
        {
            result.Spans.Add(trace.Ended(outcome, now));
        }
    }

    /// <summary>The decisions with the trace context that they pass on.</summary>
    public static List<HistoryEvent> Propagate(
        OrchestrationExecution execution, List<HistoryEvent> decisions, DateTimeOffset now, StepResult result)
    {
        if (execution.Trace is not { } trace)
        {
            return decisions;
        }

        result.Spans.AddRange(decisions.Select(decision => trace.Sent(decision, now)).OfType<EndedSpan>());
        return [.. decisions.Select(trace.Propagate)];
    }
}
