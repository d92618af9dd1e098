using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class RestartTests
{
    [Fact]
    public async Task Stop_WithAnActivityInFlight_RunsItAgainAfterTheNextStart()
    {
        using var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory);
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
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await before.GetAsync(id))!.RuntimeStatus);
        await Assert.ThrowsAsync<InvalidOperationException>(() => before.Client.RaiseEventAsync(id, "E"));

        using var after = new EngineHost(catalog, store: store);

        Assert.Equal(7, (await after.CompleteAsync(id)).ReadOutputAs<int>());
        Assert.Equal(2, catalog.Runs["Block"]);
    }

    [Fact]
    public async Task Start_AfterTimersBecameDue_FiresThemAtOnce()
    {
        using var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory);
        var catalog = new TestCatalog().Orchestrator("Wait", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        var before = new EngineHost(catalog, store: store);
        var id = await before.StartAsync("Wait");
        var delayed = await before.StartAsync("Wait", null, new StartOrchestrationOptions(StartAt: before.Clock.GetUtcNow().AddHours(1)));
        await before.SettleAsync();
        var later = new VirtualClock(before.Clock.GetUtcNow().AddHours(3));
        using var after = new EngineHost(catalog, store: store, clock: later);
        await after.SettleAsync();
        later.Advance(TimeSpan.Zero);

        var restarted = later.GetUtcNow().UtcDateTime;

        Assert.Equal(restarted, (await after.CompleteAsync(id)).ReadOutputAs<DateTime>());
        Assert.Equal(restarted.AddHours(1), (await after.CompleteAsync(delayed)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task StorageThatFails_StopsTheEngineAndSaysSo()
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Wait", context => context.WaitForExternalEvent<int>("E")),
            store: new CrashingStore(SqliteEngineStore.Open(SqliteEngineStore.InMemory), 3, afterCommit: false));
        var id = await host.StartAsync("Wait");
        var waiting = host.Client.WaitForInstanceCompletionAsync(id);
        await host.SettleAsync();

        var refused = await Assert.ThrowsAsync<EngineStoreException>(() => host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 1)));

        Assert.Contains("killed", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EngineStoreException>(() => waiting);
        await Assert.ThrowsAsync<EngineStoreException>(() => host.Client.RaiseEventAsync(id, "E", 1));
    }

    [Fact]
    public async Task Rewind_ThatFailsAgain_CanBeRepeated_AndSurvivesAKill()
    {
        var isMended = false;
        var catalog = new TestCatalog()
            .Activity<int, int>("Broken", x => isMended ? x : throw new InvalidOperationException("broken"))
            .Orchestrator("One", context => context.CallActivityAsync<int>("Broken", 7));
        var store = SqliteEngineStore.Open(":memory:");
        var before = new EngineHost(catalog, store: store);
        var id = (await before.RunAsync("One")).InstanceId;
        await before.UntilAsync(before.Client.RewindInstanceAsync(id, "again"));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await before.CompleteAsync(id)).RuntimeStatus);
        isMended = true;
        var dying = new CrashingStore(store, 1, afterCommit: true);
        var dead = new EngineHost(catalog, store: dying);
        await Assert.ThrowsAsync<EngineStoreException>(() => dead.UntilAsync(dead.Client.RewindInstanceAsync(id, "mended")));

        var after = new EngineHost(catalog, store: store);

        Assert.Equal(7, (await after.CompleteAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task OneSeed_GivesOneOrder()
    {
        Assert.Equal(await OrderAsync(5), await OrderAsync(5));
        Assert.NotEqual(await OrderAsync(5), await OrderAsync(6));

        static async Task<string> OrderAsync(int seed)
        {
            var order = new List<int>();
            using var host = new EngineHost(
                new TestCatalog()
                    .Orchestrator("Fan", context => Task.WhenAll(Enumerable.Range(0, 12).Select(i => context.CallActivityAsync("Note", i))))
                    .Activity<int, int>("Note", i =>
                    {
                        order.Add(i);
                        return i;
                    }),
                seed: seed);
            await host.RunAsync("Fan");
            return string.Join(',', order);
        }
    }

    [Fact]
    public async Task ManyInstances_OnTheThreadPool_AllComplete()
    {
        var folder = Directory.CreateTempSubdirectory("engine-");
        var catalog = new PureCatalog();
        try
        {
            using var store = SqliteEngineStore.Open(Path.Combine(folder.FullName, "engine.db"));
            await using var engine = new DurableTaskEngine(
                new EngineOptions(),
                store,
                catalog,
                JsonDataConverter.Default,
                SystemTime.Provider,
                new ThreadPoolDispatcher(SystemTime.Provider),
                new SystemRandomness(),
                NullLoggerFactory.Instance);
            await engine.StartAsync(CancellationToken.None);

            var all = await Task.WhenAll(Enumerable.Range(0, 300).Select(RunAsync));

            Assert.Equal(Enumerable.Range(0, 300).Select(i => i + 5), all);

            async Task<int> RunAsync(int input)
            {
                var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", input);
                return (await engine.Client.WaitForInstanceCompletionAsync(id, true)).ReadOutputAs<int>();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Five activities in sequence; safe on many threads.</summary>
    private sealed class PureCatalog : ITaskCatalog
    {
        public bool HasOrchestrator(string name) => true;

        public bool HasActivity(string name) => true;

        public async Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context)
        {
            var value = context.GetInput<int>();
            for (var i = 0; i < 5; i++)
            {
                value = await context.CallActivityAsync<int>("Increment", value);
            }

            return value;
        }

        public Task<object?> RunActivityAsync(string name, string instanceId, string? serializedInput, CancellationToken cancellation) =>
            Task.FromResult<object?>(int.Parse(serializedInput!) + 1);
    }
}
