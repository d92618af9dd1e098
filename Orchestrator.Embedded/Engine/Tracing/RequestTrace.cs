using System.Diagnostics;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>The span of a client's request. It is over when what was asked for is durable.</summary>
internal sealed class RequestTrace(Activity? span, TimeProvider time) : IDisposable
{
    public static RequestTrace Create(string name, string instanceId, string? version, TimeProvider time) => new(
        !DurableTaskSpans.Source.HasListeners() ? null : DurableTaskSpans.Source.StartActivity(
            ActivityKind.Producer,
            Activity.Current?.Context ?? default,
            DurableTaskSpans.Tags(
                (DurableTaskSpans.Type, DurableTaskSpans.Orchestration),
                (DurableTaskSpans.Name, name),
                (DurableTaskSpans.Version, version),
                (DurableTaskSpans.InstanceId, instanceId)),
            links: null,
            time.GetUtcNow(),
            DurableTaskSpans.NameOf(DurableTaskSpans.CreateOrchestration, name, version)),
        time);

    public static RequestTrace Raise(string name, string instanceId, TimeProvider time) => new(
        !DurableTaskSpans.Source.HasListeners() ? null : DurableTaskSpans.Source.StartActivity(
            ActivityKind.Producer,
            Activity.Current?.Context ?? default,
            DurableTaskSpans.Tags(
                (DurableTaskSpans.Type, DurableTaskSpans.Event), (DurableTaskSpans.Name, name), (DurableTaskSpans.EventTarget, instanceId)),
            links: null,
            time.GetUtcNow(),
            DurableTaskSpans.NameOf(DurableTaskSpans.OrchestrationEvent, name, null)),
        time);

    /// <summary>The start event with the context of this request, or of what the caller is doing if nobody listens to us.</summary>
    public HistoryEvent Started(InstanceRecord record, HistoryEvent started)
    {
        if (span is not null)
        {
            span.SetTag(DurableTaskSpans.ExecutionId, record.ExecutionId);
            SpanIdentity.Assign(span, SpanIdentity.Create(record.ExecutionId, DurableTaskSpans.CreateOrchestration, null));
        }

        return (span ?? Activity.Current) is { IdFormat: ActivityIdFormat.W3C } current
            ? started with { TraceParent = current.Id, TraceState = current.TraceStateString }
            : started;
    }

    public void Dispose() => span?.SetEndTime(time.GetUtcNow().UtcDateTime).Dispose();
}
