using Microsoft.DurableTask;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>The shapes of histories that the real engine was seen to write.</summary>
public sealed class HistoryTests
{
    public static TheoryData<string, string> Shapes => new()
    {
        {
            "activities",
            "OrchestratorStarted ExecutionStarted TaskScheduled#0 OrchestratorCompleted OrchestratorStarted TaskCompleted->#0 TaskScheduled#1 "
            + "OrchestratorCompleted OrchestratorStarted TaskCompleted->#1 ExecutionCompleted OrchestratorCompleted"
        },
        {
            "leftover timer",
            "OrchestratorStarted ExecutionStarted TimerCreated#0 TaskScheduled#1 OrchestratorCompleted OrchestratorStarted TaskCompleted->#1 "
            + "OrchestratorCompleted OrchestratorStarted TimerFired->#0 ExecutionCompleted OrchestratorCompleted"
        },
        {
            "sub-orchestration",
            "OrchestratorStarted ExecutionStarted SubOrchestrationInstanceCreated#0 OrchestratorCompleted OrchestratorStarted "
            + "SubOrchestrationInstanceCompleted->#0 ExecutionCompleted OrchestratorCompleted"
        },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task History_HasTheRealEvents(string code, string expected)
    {
        using var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory);
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("activities", async context =>
                {
                    await context.CallActivityAsync("One");
                    await context.CallActivityAsync("One");
                })
                .Orchestrator("leftover timer", context =>
                {
                    _ = context.CreateTimer(TimeSpan.FromSeconds(2), CancellationToken.None);
                    return context.CallActivityAsync("One");
                })
                .Orchestrator("sub-orchestration", context => context.CallSubOrchestratorAsync("Child"))
                .Orchestrator("Child", _ => Task.CompletedTask)
                .Activity<object, int>("One", _ => 1),
            store: store);

        var id = (await host.RunAsync(code)).InstanceId;

        Assert.Equal(expected, string.Join(' ', store.LoadHistory(id).Events.Select(Describe)));
        Assert.Empty(store.LoadOpenWork().Work);
        Assert.Empty(store.LoadOpenWork().Messages);
    }

    private static string Describe(HistoryEvent item) =>
        item.Kind + (item.EventId is { } id ? $"#{id}" : string.Empty) + (item.TaskScheduledId is { } answered ? $"->#{answered}" : string.Empty);
}
