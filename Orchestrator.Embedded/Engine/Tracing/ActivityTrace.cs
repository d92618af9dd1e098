using System.Diagnostics;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>The span of one run of an activity function.</summary>
internal static class ActivityTrace
{
    /// <summary>Makes the run's activity the current one and returns it; without a trace there is none.</summary>
    public static Activity? Start(OpenWork work, DateTimeOffset now)
    {
        Activity.Current = null;
        var call = work.Event;
        if (!ActivityContext.TryParse(call.TraceParent, call.TraceState, isRemote: true, out var parent))
        {
            return null;
        }

        var name = DurableTaskSpans.NameOf(DurableTaskSpans.Activity, call.Name, call.Version);
        var tags = DurableTaskSpans.Tags(
            (DurableTaskSpans.Type, DurableTaskSpans.Activity),
            (DurableTaskSpans.Name, call.Name),
            (DurableTaskSpans.Version, call.Version),
            (DurableTaskSpans.InstanceId, work.InstanceId),
            (DurableTaskSpans.TaskId, call.EventId));
        var id = SpanIdentity.Create(work.ExecutionId, "run", call.EventId);
        if (DurableTaskSpans.Source.StartActivity(ActivityKind.Server, parent, tags, links: null, now, name) is not { } run)
        {
            return Activity.Current = UnreportedActivity.Start(name, parent, id);
        }

        SpanIdentity.Assign(run, id);
        return run;
    }

    /// <summary>Reports the run. One that the engine cancelled is not reported: the activity runs again.</summary>
    public static void End(Activity? run, string? error, DateTimeOffset now)
    {
        if (error is not null)
        {
            run?.SetStatus(ActivityStatusCode.Error, error);
        }

        run?.SetEndTime(now.UtcDateTime).Stop();
    }
}
