using System.Diagnostics;
using System.Globalization;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>The trace that one execution takes part in. It follows from the stored start event, so that a restart continues it.</summary>
internal sealed class OrchestrationTrace
{
    private readonly InstanceRecord _record;
    private readonly HistoryEvent _started;
    private readonly ActivityContext _parent;
    private readonly ActivityContext _own;

    private OrchestrationTrace(InstanceRecord record, HistoryEvent started, ActivityContext parent)
    {
        _record = record;
        _started = started;
        _parent = parent;
        _own = Within(parent, SpanIdentity.Create(record.ExecutionId, DurableTaskSpans.Orchestration, null));
        Ambient = UnreportedActivity.Start(DurableTaskSpans.NameOf(DurableTaskSpans.Orchestration, record.Name, record.Version), parent, _own.SpanId);
    }

    /// <summary>What the orchestrator's code sees as the current activity. It is never reported.</summary>
    public Activity Ambient { get; }

    /// <summary>Null if whoever started the execution was not traced.</summary>
    public static OrchestrationTrace? Of(InstanceRecord record, HistoryEvent started) =>
        ActivityContext.TryParse(started.TraceParent, started.TraceState, isRemote: true, out var parent)
            ? new OrchestrationTrace(record, started, parent)
            : null;

    /// <summary>The start event of the next generation continues the trace of this one.</summary>
    public HistoryEvent Inherit(HistoryEvent started) => started with { TraceParent = _started.TraceParent, TraceState = _started.TraceState };

    /// <summary>Calls of activities and sub-orchestrations take the context of their span with them.</summary>
    public HistoryEvent Propagate(HistoryEvent decision) => decision.Kind
        is EventType.TaskScheduled or EventType.SubOrchestrationInstanceCreated
        ? decision with { TraceParent = TraceParentOf(Within(_own, CallId(decision))), TraceState = _own.TraceState }
        : decision;

    /// <summary>The span of an event that the code sent; null for other decisions.</summary>
    public EndedSpan? Sent(HistoryEvent decision, DateTimeOffset now) => decision.Kind != EventType.EventSent ? null : new EndedSpan(
        DurableTaskSpans.NameOf(DurableTaskSpans.OrchestrationEvent, decision.Name, null),
        ActivityKind.Producer,
        _own,
        CallId(decision),
        now,
        now,
        DurableTaskSpans.Tags(
            (DurableTaskSpans.Type, DurableTaskSpans.Event),
            (DurableTaskSpans.Name, decision.Name),
            (DurableTaskSpans.InstanceId, _record.InstanceId),
            (DurableTaskSpans.ExecutionId, _record.ExecutionId),
            (DurableTaskSpans.EventTarget, decision.InstanceId)));

    /// <summary>The span of a call or timer that was answered.</summary>
    public EndedSpan Answered(HistoryEvent decision, HistoryEvent answer) => decision.Kind switch
    {
        EventType.TimerCreated => Timer(decision, answer),
        EventType.TaskScheduled => Call(DurableTaskSpans.Activity, decision, answer),
        _ => Call(DurableTaskSpans.Orchestration, decision, answer),
    };

    /// <summary>The span of the execution itself.</summary>
    public EndedSpan Ended(OrchestrationOutcome outcome, DateTimeOffset now) => new(
        DurableTaskSpans.NameOf(DurableTaskSpans.Orchestration, _record.Name, _record.Version),
        ActivityKind.Server,
        _parent,
        _own.SpanId,
        _started.Timestamp,
        now,
        DurableTaskSpans.Tags(
            (DurableTaskSpans.Type, DurableTaskSpans.Orchestration),
            (DurableTaskSpans.Name, _record.Name),
            (DurableTaskSpans.Version, _record.Version),
            (DurableTaskSpans.InstanceId, _record.InstanceId),
            (DurableTaskSpans.Status, outcome.Continuation is null ? outcome.Status.ToString() : "ContinuedAsNew")),
        outcome.Status == OrchestrationRuntimeStatus.Failed ? outcome.Failure?.ErrorMessage ?? string.Empty : null);

    public static string TraceParentOf(ActivityContext context) =>
        $"00-{context.TraceId.ToHexString()}-{context.SpanId.ToHexString()}-{(byte)context.TraceFlags:x2}";

    private EndedSpan Call(string type, HistoryEvent decision, HistoryEvent answer) => new(
        DurableTaskSpans.NameOf(type, decision.Name, decision.Version),
        ActivityKind.Client,
        _own,
        CallId(decision),
        decision.Timestamp,
        answer.Timestamp,
        DurableTaskSpans.Tags(
            (DurableTaskSpans.Type, type),
            (DurableTaskSpans.Name, decision.Name),
            (DurableTaskSpans.Version, decision.Version),
            (DurableTaskSpans.InstanceId, _record.InstanceId),
            (DurableTaskSpans.TaskId, type == DurableTaskSpans.Activity ? decision.EventId : null)),
        answer.Failure?.ErrorMessage);

    private EndedSpan Timer(HistoryEvent decision, HistoryEvent fired) => new(
        $"{DurableTaskSpans.Orchestration}:{_record.Name}:{DurableTaskSpans.Timer}",
        ActivityKind.Internal,
        _own,
        CallId(decision),
        decision.Timestamp,
        fired.Timestamp,
        DurableTaskSpans.Tags(
            (DurableTaskSpans.Type, DurableTaskSpans.Timer),
            (DurableTaskSpans.Name, _record.Name),
            (DurableTaskSpans.InstanceId, _record.InstanceId),
            (DurableTaskSpans.FireAt, decision.FireAt!.Value.UtcDateTime.ToString("o", CultureInfo.InvariantCulture)),
            (DurableTaskSpans.TaskId, decision.EventId)));

    private ActivitySpanId CallId(HistoryEvent decision) => SpanIdentity.Create(_record.ExecutionId, "call", decision.EventId);

    private static ActivityContext Within(ActivityContext context, ActivitySpanId spanId) =>
        new(context.TraceId, spanId, context.TraceFlags, context.TraceState, isRemote: true);
}
