using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class ContinueAsNewTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Generations_KeepTheId_ForgetHistoryAndStatus(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Loop", async context =>
                {
                    var round = context.GetInput<int>();
                    if (round == 0)
                    {
                        context.SetCustomStatus("first");
                    }

                    await context.CallActivityAsync("Work", round);
                    if (round < 5)
                    {
                        context.ContinueAsNew(round + 1);
                        return "ignored";
                    }

                    return $"done {round}";
                })
                .Activity<int, int>("Work", x => x),
            replay);

        var done = await host.RunAsync("Loop", 0);

        Assert.Equal("done 5", done.ReadOutputAs<string>());
        Assert.Null(done.SerializedCustomStatus);
        Assert.Equal(6, host.Catalog.Runs["Work"]);
    }

    [Fact]
    public async Task Generations_WithoutAnyWait_DoNotPileUp()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Count", context =>
        {
            var left = context.GetInput<int>();
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return Task.FromResult(left);
        }));

        Assert.Equal(0, (await host.RunAsync("Count", 20_000)).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(false, true, "1,2,3")]
    [InlineData(true, true, "1,2,3")]
    [InlineData(false, false, "none")]
    public async Task UnprocessedEvents_GoToTheNextGeneration_InOrder_IfPreserved(bool replay, bool preserve, string expected)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Events", async context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    context.ContinueAsNew(1, preserve);
                    return "ignored";
                }

                try
                {
                    var one = await context.WaitForExternalEvent<int>("E", TimeSpan.FromMinutes(1));
                    return $"{one},{await context.WaitForExternalEvent<int>("E")},{await context.WaitForExternalEvent<int>("E")}";
                }
                catch (TaskCanceledException)
                {
                    return "none";
                }
            }),
            replay);
        var id = await host.StartAsync("Events", 0);
        for (var i = 1; i <= 3; i++)
        {
            await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", i));
        }

        Assert.Equal(expected, (await host.CompleteAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task NewVersion_IsTheNextGenerationsVersion(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Move", context =>
            {
                if (context.CompareVersionTo("2.0") < 0)
                {
                    context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2.0" });
                }

                return Task.FromResult(context.Version);
            }),
            replay);

        Assert.Equal("2.0", (await host.RunAsync("Move", null, new StartOrchestrationOptions { Version = "1.0" })).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Child_ThatContinuesAsNew_StillAnswersItsParent(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>("Child", 3))
                .Orchestrator("Child", async context =>
                {
                    var left = context.GetInput<int>();
                    await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                    if (left > 0)
                    {
                        context.ContinueAsNew(left - 1);
                    }

                    return left;
                }),
            replay);

        var done = await host.RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(0, done.ReadOutputAs<int>());
    }
}
