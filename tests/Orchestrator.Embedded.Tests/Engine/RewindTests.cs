using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class RewindTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Rewind_RunsTheFailedActivityAgain_AndNoOther(bool replay)
    {
        var isMended = false;
        var catalog = Catalog(() => isMended).Orchestrator("Two", async context =>
            await context.CallActivityAsync<int>("Fine", 1) + await context.CallActivityAsync<int>("Broken", 10) + await context.CallActivityAsync<int>("Fine", 100));
        using var host = new EngineHost(catalog, replay);
        var id = (await host.RunAsync("Two")).InstanceId;
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.GetAsync(id))!.RuntimeStatus);
        isMended = true;

        await host.UntilAsync(host.Client.RewindInstanceAsync(id, "mended"));

        var done = await host.CompleteAsync(id);
        Assert.Equal(111, done.ReadOutputAs<int>());
        Assert.Null(done.FailureDetails);
        Assert.Equal((2, 2), (catalog.Runs["Fine"], catalog.Runs["Broken"]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Rewind_OfAFanOut_RunsOnlyWhatFailed(bool replay)
    {
        var isMended = false;
        var catalog = Catalog(() => isMended).Orchestrator("Fan", async context => (await Task.WhenAll(
            context.CallActivityAsync<int>("Broken", 1), context.CallActivityAsync<int>("Fine", 10), context.CallActivityAsync<int>("Broken", 100))).Sum());
        using var host = new EngineHost(catalog, replay);
        var id = (await host.RunAsync("Fan")).InstanceId;
        isMended = true;

        await host.UntilAsync(host.Client.RewindInstanceAsync(id, "mended"));

        Assert.Equal(111, (await host.CompleteAsync(id)).ReadOutputAs<int>());
        Assert.Equal((1, 4), (catalog.Runs["Fine"], catalog.Runs["Broken"]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Rewind_AfterTheLastRetry_RepeatsTheLastAttempt(bool replay)
    {
        var isMended = false;
        var catalog = Catalog(() => isMended).Orchestrator("Retry", context => context.CallActivityAsync<int>(
            "Broken", 5, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1)))));
        using var host = new EngineHost(catalog, replay);
        var id = (await host.RunAsync("Retry")).InstanceId;
        isMended = true;

        await host.UntilAsync(host.Client.RewindInstanceAsync(id, "mended"));

        Assert.Equal(5, (await host.CompleteAsync(id)).ReadOutputAs<int>());
        Assert.Equal(4, catalog.Runs["Broken"]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Rewind_GoesOnIntoTheSubOrchestrationThatFailed(bool replay)
    {
        var isMended = false;
        var catalog = Catalog(() => isMended)
            .Orchestrator("Parent", async context => 1 + await context.CallSubOrchestratorAsync<int>("Child", 3, new SubOrchestrationOptions(instanceId: "child")))
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Fine", 20) + await context.CallActivityAsync<int>("Broken", 300));
        using var host = new EngineHost(catalog, replay);
        var id = (await host.RunAsync("Parent")).InstanceId;
        isMended = true;

        await host.UntilAsync(host.Client.RewindInstanceAsync(id, "mended"));

        Assert.Equal(321, (await host.CompleteAsync(id)).ReadOutputAs<int>());
        Assert.Equal((1, 2), (catalog.Runs["Fine"], catalog.Runs["Broken"]));
    }

    [Fact]
    public async Task Rewind_OfCodeThatThrewByItself_ReplaysTheMendedCodeToItsEnd()
    {
        var isMended = false;
        var catalog = Catalog(() => true).Orchestrator("Code", async context =>
        {
            var value = await context.CallActivityAsync<int>("Fine", 4);
            return isMended ? value : throw new InvalidOperationException("bug");
        });
        using var host = new EngineHost(catalog);
        var id = (await host.RunAsync("Code")).InstanceId;
        isMended = true;

        await host.UntilAsync(host.Client.RewindInstanceAsync(id, "mended"));

        Assert.Equal(4, (await host.CompleteAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, catalog.Runs["Fine"]);
    }

    [Fact]
    public async Task Rewind_OfWhatIsUnknownOrDidNotFail_IsRefused()
    {
        using var host = new EngineHost(Catalog(() => true).Orchestrator("One", context => context.CallActivityAsync<int>("Fine", 7)));
        var id = (await host.RunAsync("One")).InstanceId;

        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RewindInstanceAsync("nobody", "why"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.RewindInstanceAsync(id, "why"));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.GetAsync(id))!.RuntimeStatus);
    }

    private static TestCatalog Catalog(Func<bool> isMended) => new TestCatalog()
        .Activity<int, int>("Fine", x => x)
        .Activity<int, int>("Broken", x => isMended() ? x : throw new InvalidOperationException("broken"));
}
