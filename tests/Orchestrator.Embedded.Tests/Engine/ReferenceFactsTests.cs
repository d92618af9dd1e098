using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Facts of the reference that belong to no larger story.</summary>
public sealed class ReferenceFactsTests
{
    public static TheoryData<string> Calls => ["schedule", "raise", "wait", "terminate", "suspend", "resume", "get", "purge"];

    [Theory]
    [InlineData("input")]
    [InlineData("case")]
    public async Task CodeThatChangedOnlyInputOrCase_GoesOn(string change)
    {
        var before = new EngineHost(Catalog(context => context.CallActivityAsync<int>("Square", 3)));
        var id = await before.StartAsync("Run");
        await before.SettleAsync();
        using var after = before.ReplacedBy(Catalog(context => context.CallActivityAsync<int>(change == "case" ? "SQUARE" : "Square", change == "case" ? 3 : 4)));

        await after.UntilAsync(after.Client.RaiseEventAsync(id, "Go", 1));

        Assert.Equal(10, (await after.CompleteAsync(id)).ReadOutputAs<int>());

        TestCatalog Catalog(Func<TaskOrchestrationContext, Task<int>> first) => new TestCatalog()
            .Orchestrator("Run", async context => await first(context) + await context.WaitForExternalEvent<int>("Go"))
            .Activity<int, int>("Square", x => x * x);
    }

    [Fact]
    public async Task WaitWithTimeout_TakesOneSequenceNumber()
    {
        using var host = new EngineHost(new TestCatalog()
            .Orchestrator("Number", async context =>
            {
                var wait = context.WaitForExternalEvent<int>("E", TimeSpan.FromMinutes(1));
                var failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync("Fail"));
                await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
                return failed.TaskId;
            })
            .Activity<object, int>("Fail", _ => throw new InvalidOperationException("no luck")));

        Assert.Equal(1, (await host.RunAsync("Number")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task SubOrchestration_WithoutAnId_TakesAGuidOfItsParent()
    {
        using var host = new EngineHost(new TestCatalog()
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>("Child"))
            .Orchestrator("Child", context => Task.FromResult(context.InstanceId)));

        Assert.True(Guid.TryParseExact((await host.RunAsync("Parent")).ReadOutputAs<string>(), "N", out _));
    }

    [Fact]
    public async Task ContinueAsNew_IgnoresWhatTheGenerationReturns()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Count", context =>
        {
            var count = context.GetInput<int>();
            if (count < 3)
            {
                context.ContinueAsNew(count + 1);
            }

            return Task.FromResult($"generation {count}");
        }));

        Assert.Equal("generation 3", (await host.RunAsync("Count", 0)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminate_WithAText_EndsWithThatOutputAndNoFailure()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Wait", context => context.WaitForExternalEvent<int>("E")));
        var id = await host.StartAsync("Wait");
        await host.SettleAsync();

        await host.UntilAsync(host.Client.TerminateInstanceAsync(id, "enough"));
        var ended = await host.CompleteAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "\"enough\""), (ended.RuntimeStatus, ended.SerializedOutput));
        Assert.Null(ended.FailureDetails);
    }

    [Fact]
    public async Task UnknownInstance_SteeringIsDropped_AndItIsStillUnknown()
    {
        using var host = new EngineHost(new TestCatalog());

        await host.UntilAsync(host.Client.TerminateInstanceAsync("nobody", "why"));
        await host.UntilAsync(host.Client.SuspendInstanceAsync("nobody", "why"));
        await host.UntilAsync(host.Client.ResumeInstanceAsync("nobody", "why"));

        Assert.Null(await host.GetAsync("nobody"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ThatIsCancelled_IsAnOperationCanceledException(string call)
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Wait", context => context.WaitForExternalEvent<int>("E")));
        var id = await host.StartAsync("Wait");
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call switch
        {
            "schedule" => host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", cancelled),
            "raise" => host.Client.RaiseEventAsync(id, "E", cancelled),
            "wait" => host.Client.WaitForInstanceCompletionAsync(id, cancelled),
            "terminate" => host.Client.TerminateInstanceAsync(id, cancelled),
            "suspend" => host.Client.SuspendInstanceAsync(id, cancelled),
            "resume" => host.Client.ResumeInstanceAsync(id, cancelled),
            "get" => host.Client.GetInstanceAsync(id, cancelled),
            _ => host.Client.PurgeInstanceAsync(id, cancelled),
        });
    }
}
