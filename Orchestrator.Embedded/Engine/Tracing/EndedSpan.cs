using System.Diagnostics;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>A span that is over. It is reported when the step that ended it is durable, and so once, however often history is replayed.</summary>
internal sealed record EndedSpan(
    string Name,
    ActivityKind Kind,
    ActivityContext Parent,
    ActivitySpanId Id,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    IEnumerable<KeyValuePair<string, object?>> Tags,
    string? Error = null)
{
    public void Report()
    {
        using var span = DurableTaskSpans.Source.StartActivity(Kind, Parent, Tags, links: null, StartedAt, Name);
        if (span is null)
        {
            return;
        }

        SpanIdentity.Assign(span, Id);
        if (Error is not null)
        {
            span.SetStatus(ActivityStatusCode.Error, Error);
        }

        span.SetEndTime(EndedAt.UtcDateTime);
    }
}
