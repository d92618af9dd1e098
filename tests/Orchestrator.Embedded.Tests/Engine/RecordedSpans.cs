using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>The ended spans of one trace, which begins with a span of the test's own. Other tests run at the same time.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivitySource _source = new($"test.{nameof(RecordedSpans)}");
    private readonly ActivityListener _listener;

    public RecordedSpans(params string[] sources)
    {
        string[] all = ["Microsoft.DurableTask", _source.Name, .. sources];
        _listener = new ActivityListener
        {
            ShouldListenTo = source => all.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        Root = _source.CreateActivity("test", ActivityKind.Internal)!.Start();
        Root.TraceStateString = "vendor=1";
    }

    public Activity Root { get; }

    public IReadOnlyList<Activity> Ended => [.. _ended.Where(span => span.TraceId == Root.TraceId)];

    /// <summary>Those of other traces too.</summary>
    public IReadOnlyList<Activity> EndedAnywhere => [.. _ended];

    public Activity Single(ActivityKind kind, string name) => Assert.Single(Ended, span => span.Kind == kind && span.OperationName == name);

    public void Dispose()
    {
        Root.Dispose();
        _listener.Dispose();
        _source.Dispose();
    }
}
