using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Embedded.Tests.Engine;
using Orchestrator.Embedded.Tests.Hosting.Queues;
using Orchestrator.Embedded.Tests.Hosting.Samples;
using Orchestrator.Embedded.Tests.Hosting.Timers;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class TraceContextTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task TraceParent_OfARequest_ReachesTriggerOrchestratorAndActivity()
    {
        await using var host = await SampleHost.StartAsync();

        var (status, body, _) = await host.SendAsync(
            "POST", "/api/TraceStart", headers: [("traceparent", $"00-{TraceId}-b7ad6b7169203331-01"), ("tracestate", "vendor=7")]);

        Assert.Equal(200, status);
        var seen = JsonSerializer.Deserialize<string[]>(body)!;
        Assert.Equal("vendor=7", seen[1]);
        string[] parents = [seen[0], seen[2], seen[3]];
        Assert.All(parents, parent => Assert.StartsWith($"00-{TraceId}-", parent, StringComparison.Ordinal));
        Assert.Equal(3, parents.Distinct().Count());
    }

    [Theory]
    [InlineData(typeof(QueueSamples.Traced), "TraceQueue")]
    [InlineData(typeof(TimerSamples.Traced), "TraceTimer")]
    public async Task Trigger_WithoutACaller_BeginsATraceThatReachesOrchestrationAndActivity(Type function, string name)
    {
        using var spans = new RecordedSpans("Microsoft.Azure.Functions.Worker");
        Activity.Current = null;
        await using var app = new QueueApp(function, typeof(TraceSamples));
        await app.StartAsync();
        await app.SendAsync("one");
        await app.RunForAsync(TimeSpan.FromHours(1));

        var trigger = Assert.Single(spans.EndedAnywhere, span => span.OperationName == $"function {name}");
        var trace = spans.EndedAnywhere.Where(span => span.TraceId == trigger.TraceId).ToDictionary(span => (span.OperationName, span.Kind));
        Assert.Equal(
            (ActivityKind.Internal, default, name, 36),
            (trigger.Kind, trigger.ParentSpanId, trigger.GetTagItem("faas.name"), ((string)trigger.GetTagItem("faas.invocation_id")!).Length));
        Assert.Equal(trigger.SpanId, trace[("create_orchestration:TraceWork", ActivityKind.Producer)].ParentSpanId);
        Assert.Contains(("orchestration:TraceWork", ActivityKind.Server), trace.Keys);
        Assert.Contains(("activity:TraceStep", ActivityKind.Server), trace.Keys);
        Assert.Contains($"traced {trigger.Id}", app.Sample.Journal.Lines);
        Assert.Equal(app.Clock.GetUtcNow().UtcDateTime, trigger.StartTimeUtc + trigger.Duration, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Trigger_Fails_ItsSpanSaysWhy()
    {
        using var spans = new RecordedSpans("Microsoft.Azure.Functions.Worker");
        await using var host = await SampleHost.StartAsync();

        await host.SendAsync("GET", "/api/Fails", headers: ("traceparent", spans.Root.Id!));

        var failed = spans.Single(ActivityKind.Internal, "function Fails");
        Assert.Equal((ActivityStatusCode.Error, "the inner secret"), (failed.Status, failed.StatusDescription));
        Assert.Equal("exception", Assert.Single(failed.Events).Name);
    }

    [Fact]
    public async Task Invocation_Ended_IsOneLineOfTheLog()
    {
        await using var host = await SampleHost.StartAsync();

        await host.SendAsync("GET", "/api/greet/Ada");
        await host.SendAsync("GET", "/api/Fails");

        var lines = host.Logs.Entries.Select(e => e.Message).Where(line => line.StartsWith("Executed function", StringComparison.Ordinal)).ToArray();
        Assert.Collection(
            lines,
            line => Assert.Matches("^Executed function Greet \\(Succeeded, [0-9a-f-]{36}, 0 ms\\)$", line),
            line => Assert.Matches("^Executed function Fails \\(Failed, [0-9a-f-]{36}, 0 ms\\)$", line));
    }

    [Fact]
    public async Task NoTraceParent_AndNoListener_LeavesTheContextEmpty()
    {
        await using var host = await SampleHost.StartAsync();

        var (_, body, _) = await host.SendAsync("POST", "/api/TraceStart", headers: [("traceparent", "rubbish")]);

        Assert.Equal(string.Empty, JsonSerializer.Deserialize<string[]>(body)![0]);
    }

    [Fact]
    public async Task Listener_ToRequests_GetsTheRequestAboveTheOrchestration()
    {
        using var spans = new RecordedSpans("Microsoft.AspNetCore");
        await using var host = await SampleHost.StartAsync();

        await host.SendAsync("POST", "/api/TraceStart", headers: ("traceparent", spans.Root.Id!));

        var request = spans.Single(ActivityKind.Server, "Microsoft.AspNetCore.Hosting.HttpRequestIn");
        Assert.Equal(spans.Root.SpanId, request.ParentSpanId);
        Assert.Equal(200, request.GetTagItem("http.response.status_code"));
        Assert.Equal(request.SpanId, spans.Single(ActivityKind.Producer, "create_orchestration:TraceWork").ParentSpanId);
    }
}
