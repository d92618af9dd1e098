using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class VersionTests
{
    [Theory]
    [InlineData(VersionMatchStrategy.None, "9.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "2.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1.0", false)]
    [InlineData(VersionMatchStrategy.Strict, "3.0", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.10", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.1", false)]
    public async Task Version_ThatDoesNotMatch_FailsOrWaits(VersionMatchStrategy match, string version, bool runs)
    {
        using var failing = Host(match, VersionFailureStrategy.Fail);
        var done = await failing.RunAsync("Version", null, new StartOrchestrationOptions { Version = version });
        Assert.Equal(runs ? null : "VersionMismatch", done.FailureDetails?.ErrorType);

        using var rejecting = Host(match, VersionFailureStrategy.Reject);
        var id = await rejecting.StartAsync("Version", null, new StartOrchestrationOptions { Version = version });
        await rejecting.PassAsync(TimeSpan.FromDays(1));
        var expected = runs ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Pending;
        Assert.Equal(expected, (await rejecting.GetAsync(id))!.RuntimeStatus);
    }

    [Fact]
    public async Task RejectedInstance_RunsOnTheHostOfItsVersion_WithWhatCameMeanwhile()
    {
        var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory);
        var old = Host(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject, store);
        var id = await old.StartAsync("Event", null, new StartOrchestrationOptions { Version = "3.0" });
        await old.UntilAsync(old.Client.RaiseEventAsync(id, "E", 5));
        await old.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await old.GetAsync(id))!.RuntimeStatus);

        using var newer = Host(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject, store, "3.0");

        Assert.Equal(5, (await newer.CompleteAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task ContinueAsNew_ToANewerVersion_WaitsForTheHostOfThatVersion()
    {
        var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory);
        var old = Host(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject, store);
        var id = await old.StartAsync("Move");
        await old.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await old.GetAsync(id))!.RuntimeStatus);

        using var newer = Host(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject, store, "3.0");

        Assert.Equal("3.0", (await newer.CompleteAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Version_NotGiven_IsTheHostsDefault()
    {
        using var host = Host(VersionMatchStrategy.Strict, VersionFailureStrategy.Fail);

        Assert.Equal("2.0", (await host.RunAsync("Version")).ReadOutputAs<string>());
    }

    private static EngineHost Host(VersionMatchStrategy match, VersionFailureStrategy failure, IEngineStore? store = null, string version = "2.0") => new(
        new TestCatalog()
            .Orchestrator("Version", context => Task.FromResult(context.Version))
            .Orchestrator("Event", context => context.WaitForExternalEvent<int>("E"))
            .Orchestrator("Move", context =>
            {
                if (context.Version != "3.0")
                {
                    context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "3.0" });
                }

                return Task.FromResult(context.Version);
            }),
        store: store,
        options: new EngineOptions { DefaultVersion = version, VersionMatchStrategy = match, VersionFailureStrategy = failure });
}
