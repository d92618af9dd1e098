using System.Diagnostics;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Spans as the Durable Task SDK names, nests and tags them. Each test runs with the code in memory and with replay at every step.</summary>
public sealed class TracingTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Orchestration_WithActivity_GivesProducerServerClientServer(bool replay)
    {
        using var spans = new RecordedSpans();
        string? seen = null;
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Hello", context => context.CallActivityAsync<string>("Say", "x"))
                .Activity<string, string>("Say", input =>
                {
                    seen = Activity.Current?.Id;
                    return input;
                }),
            replay);

        var id = (await host.RunAsync("Hello")).InstanceId;

        Assert.Equal(4, spans.Ended.Count);
        var created = spans.Single(ActivityKind.Producer, "create_orchestration:Hello");
        var orchestration = spans.Single(ActivityKind.Server, "orchestration:Hello");
        var call = spans.Single(ActivityKind.Client, "activity:Say");
        var run = spans.Single(ActivityKind.Server, "activity:Say");
        Assert.Equal(
            [spans.Root.SpanId, created.SpanId, orchestration.SpanId, call.SpanId],
            new[] { created, orchestration, call, run }.Select(span => span.ParentSpanId));
        Assert.Equal(run.Id, seen);
        Assert.All(spans.Ended, span => Assert.Equal("vendor=1", span.TraceStateString));
        AssertTags(created, id, "orchestration", "Hello", "durabletask.task.execution_id");
        AssertTags(orchestration, id, "orchestration", "Hello", "durabletask.task.status");
        Assert.Equal("Completed", orchestration.GetTagItem("durabletask.task.status"));
        AssertTags(call, id, "activity", "Say", "durabletask.task.task_id");
        AssertTags(run, id, "activity", "Say", "durabletask.task.task_id");
        Assert.Equal(0, run.GetTagItem("durabletask.task.task_id"));
        Assert.Equal(4, spans.Ended.Select(span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task Version_OfAnOrchestration_StandsInNameAndTag()
    {
        using var spans = new RecordedSpans();
        using var host = new EngineHost(new TestCatalog().Orchestrator("V", _ => Task.FromResult(1)));

        await host.RunAsync("V", null, new StartOrchestrationOptions { Version = "1.2" });

        Assert.Equal("1.2", spans.Single(ActivityKind.Producer, "create_orchestration:V@(1.2)").GetTagItem("durabletask.task.version"));
        Assert.Equal("1.2", spans.Single(ActivityKind.Server, "orchestration:V@(1.2)").GetTagItem("durabletask.task.version"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timer_Fired_GivesASpanOfItsLength(bool replay)
    {
        using var spans = new RecordedSpans();
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Nap", async context =>
            {
                using var cancelled = new CancellationTokenSource();
                var never = context.CreateTimer(TimeSpan.FromHours(9), cancelled.Token);
                await context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
                cancelled.Cancel();
            }),
            replay);

        await host.RunAsync("Nap");

        var timer = spans.Single(ActivityKind.Internal, "orchestration:Nap:timer");
        Assert.Equal(spans.Single(ActivityKind.Server, "orchestration:Nap").SpanId, timer.ParentSpanId);
        Assert.Equal(Start, timer.StartTimeUtc);
        Assert.Equal(TimeSpan.FromHours(2), timer.Duration);
        Assert.Equal("timer", timer.GetTagItem("durabletask.type"));
        Assert.Equal("Nap", timer.GetTagItem("durabletask.task.name"));
        Assert.Equal("2026-01-01T02:00:00.0000000Z", timer.GetTagItem("durabletask.fire_at"));
        Assert.Equal(1, timer.GetTagItem("durabletask.task.task_id"));
    }

    [Fact]
    public async Task SubOrchestration_Run_IsAChildOfItsCall()
    {
        using var spans = new RecordedSpans();
        using var host = new EngineHost(new TestCatalog()
            .Orchestrator("Outer", context => context.CallSubOrchestratorAsync<int>("Inner"))
            .Orchestrator("Inner", _ => Task.FromResult(1)));

        var outer = (await host.RunAsync("Outer")).InstanceId;

        var call = spans.Single(ActivityKind.Client, "orchestration:Inner");
        Assert.Equal(spans.Single(ActivityKind.Server, "orchestration:Outer").SpanId, call.ParentSpanId);
        Assert.Equal(outer, call.GetTagItem("durabletask.task.instance_id"));
        Assert.Equal(call.SpanId, spans.Single(ActivityKind.Server, "orchestration:Inner").ParentSpanId);
    }

    [Fact]
    public async Task Event_RaisedAndSent_GivesProducerSpans()
    {
        using var spans = new RecordedSpans();
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Wait", context => context.WaitForExternalEvent<int>("E"))
                .Orchestrator("Send", async context =>
                {
                    context.SendEvent(context.GetInput<string>()!, "E", 1);
                    await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                }),
            replay: true);
        var first = await host.StartAsync("Wait");
        await host.UntilAsync(host.Client.RaiseEventAsync(first, "E", 1));
        var raised = spans.Single(ActivityKind.Producer, "orchestration_event:E");
        Assert.Equal(first, raised.GetTagItem("durabletask.event.target_instance_id"));
        Assert.Equal("event", raised.GetTagItem("durabletask.type"));

        var second = await host.StartAsync("Wait");
        var sender = (await host.RunAsync("Send", second)).InstanceId;

        var sent = Assert.Single(spans.Ended, span => span.OperationName == "orchestration_event:E" && span != raised);
        Assert.Equal(spans.Single(ActivityKind.Server, "orchestration:Send").SpanId, sent.ParentSpanId);
        Assert.Equal(sender, sent.GetTagItem("durabletask.task.instance_id"));
        Assert.Equal(second, sent.GetTagItem("durabletask.event.target_instance_id"));
    }

    [Fact]
    public async Task Failure_OfAnActivity_MarksItsSpansAndTheOrchestrations()
    {
        using var spans = new RecordedSpans();
        using var host = new EngineHost(new TestCatalog()
            .Orchestrator("Fails", context => context.CallActivityAsync("Bad"))
            .Activity<object, int>("Bad", _ => throw new InvalidOperationException("broken")));

        await host.RunAsync("Fails");

        Assert.Equal("broken", spans.Single(ActivityKind.Client, "activity:Bad").StatusDescription);
        Assert.Equal(ActivityStatusCode.Error, spans.Single(ActivityKind.Server, "activity:Bad").Status);
        var orchestration = spans.Single(ActivityKind.Server, "orchestration:Fails");
        Assert.Equal((ActivityStatusCode.Error, "Failed"), (orchestration.Status, orchestration.GetTagItem("durabletask.task.status")));
    }

    [Fact]
    public async Task ContinueAsNew_EachGeneration_GivesASpanOfTheSameTrace()
    {
        using var spans = new RecordedSpans();
        using var host = new EngineHost(new TestCatalog().Orchestrator("Loop", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            if (context.GetInput<int>() < 2)
            {
                context.ContinueAsNew(context.GetInput<int>() + 1);
            }
        }));

        await host.RunAsync("Loop", 0);

        var created = spans.Single(ActivityKind.Producer, "create_orchestration:Loop");
        var generations = spans.Ended.Where(span => span.OperationName == "orchestration:Loop").ToList();
        Assert.Equal(["ContinuedAsNew", "ContinuedAsNew", "Completed"], generations.Select(span => span.GetTagItem("durabletask.task.status")));
        Assert.All(generations, span => Assert.Equal((created.SpanId, TimeSpan.FromMinutes(1)), (span.ParentSpanId, span.Duration)));
        Assert.Equal(3, generations.Select(span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task Restart_InTheMiddle_ContinuesTheTraceAndReportsEachSpanOnce()
    {
        using var spans = new RecordedSpans();
        using var store = Orchestrator.Embedded.Storage.SqliteEngineStore.Open(Orchestrator.Embedded.Storage.SqliteEngineStore.InMemory);
        var ambient = new List<string?>();
        var catalog = new TestCatalog()
            .Orchestrator("Long", async context =>
            {
                ambient.Add(Activity.Current?.Id);
                await context.CallActivityAsync("Step", 1);
                await context.WaitForExternalEvent<int>("go");
                await context.CallActivityAsync("Step", 2);
            })
            .Activity<int, int>("Step", i => i);
        var before = new EngineHost(catalog, store: store);
        var id = await before.StartAsync("Long");
        await before.PassAsync(TimeSpan.FromHours(1));
        await before.Engine.StopAsync(CancellationToken.None);
        Assert.Equal(["create_orchestration:Long", "activity:Step", "activity:Step"], spans.Ended.Select(span => span.OperationName));
        Activity.Current = null;

        using var after = new EngineHost(catalog, store: store, clock: before.Clock);
        await after.UntilAsync(after.Client.RaiseEventAsync(id, "go", 1));
        await after.CompleteAsync(id);

        var orchestration = spans.Single(ActivityKind.Server, "orchestration:Long");
        Assert.Equal((Start, TimeSpan.FromHours(1)), (orchestration.StartTimeUtc, orchestration.Duration));
        var calls = spans.Ended.Where(span => span is { Kind: ActivityKind.Client, OperationName: "activity:Step" }).ToList();
        Assert.Equal([0, 1], calls.Select(span => span.GetTagItem("durabletask.task.task_id")));
        Assert.All(calls, call => Assert.Equal(orchestration.SpanId, call.ParentSpanId));
        Assert.Equal(6, spans.Ended.Count);
        Assert.Equal(6, spans.Ended.Select(span => span.SpanId).Distinct().Count());
        Assert.Equal([orchestration.Id, orchestration.Id], ambient);
    }

    [Fact]
    public async Task Stop_WithAnActivityInFlight_ReportsOnlyTheRunThatCounts()
    {
        using var spans = new RecordedSpans();
        using var store = Orchestrator.Embedded.Storage.SqliteEngineStore.Open(Orchestrator.Embedded.Storage.SqliteEngineStore.InMemory);
        var gate = new TaskCompletionSource<int>();
        var catalog = new TestCatalog()
            .Orchestrator("Slow", context => context.CallActivityAsync<int>("Block"))
            .AsyncActivity<object, int>("Block", _ => gate.Task);
        var before = new EngineHost(catalog, store: store);
        var scheduling = before.Client.ScheduleNewOrchestrationInstanceAsync("Slow");
        var pump = before.SettleAsync();
        var id = await scheduling;
        var stopping = before.Engine.StopAsync(CancellationToken.None);
        gate.SetResult(7);
        await pump;
        await stopping;
        Assert.DoesNotContain(spans.Ended, span => span.OperationName == "activity:Block");

        using var after = new EngineHost(catalog, store: store);
        await after.CompleteAsync(id);

        Assert.Equal(2, catalog.Runs["Block"]);
        Assert.Equal(
            spans.Single(ActivityKind.Client, "activity:Block").SpanId, spans.Single(ActivityKind.Server, "activity:Block").ParentSpanId);
    }

    private static void AssertTags(Activity span, string instanceId, string type, string name, string further)
    {
        Assert.Equal(instanceId, span.GetTagItem("durabletask.task.instance_id"));
        Assert.Equal(type, span.GetTagItem("durabletask.type"));
        Assert.Equal(name, span.GetTagItem("durabletask.task.name"));
        Assert.NotNull(span.GetTagItem(further));
    }
}
