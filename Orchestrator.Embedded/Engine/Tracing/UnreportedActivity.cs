using System.Diagnostics;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>An activity that only carries a trace context to code and its logs.</summary>
internal static class UnreportedActivity
{
    /// <summary>Starts it without making it the current one.</summary>
    public static Activity Start(string name, ActivityContext parent, ActivitySpanId id)
    {
        var current = Activity.Current;
        var activity = new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        activity.TraceStateString = parent.TraceState;
        activity.Start();
        SpanIdentity.Assign(activity, id);
        Activity.Current = current;
        return activity;
    }
}
