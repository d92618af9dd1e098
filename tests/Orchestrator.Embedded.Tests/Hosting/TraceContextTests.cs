using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Embedded.Tests.Engine;

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
