using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;
using Orchestrator.Embedded.Tests.Engine;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>
/// Files that older versions wrote, each stopped in the middle of <see cref="CrashTests"/>' program: with a finished instance, one that is to start in two
/// hours, open activities and timers, and messages under way.
/// </summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("format-1.db")]
    [InlineData("format-2.db")]
    [InlineData("format-3.db")]
    public async Task RecordedFile_Opens_AndEverythingInItGoesOn(string name)
    {
        var folder = Directory.CreateTempSubdirectory("format-");
        try
        {
            var path = Path.Combine(folder.FullName, "engine.db");
            foreach (var recorded in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Storage", "Formats"), name + "*"))
            {
                File.Copy(recorded, path + Path.GetFileName(recorded)[name.Length..]);
            }

            using var store = SqliteEngineStore.Open(path);
            var clock = new VirtualClock(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero));
            var host = new EngineHost(CrashTests.Program(), store: store, clock: clock);

            var finished = await host.GetAsync("finished");
            Assert.Equal(OrchestrationRuntimeStatus.Completed, finished!.RuntimeStatus);
            Assert.Equal("a", finished.Tags["team"]);
            Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.GetAsync("main"))!.RuntimeStatus);
            Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.GetAsync("later"))!.RuntimeStatus);

            Assert.Equal(CrashTests.Expected, (await host.CompleteAsync("main")).ReadOutputAs<string>());
            Assert.Equal(3, (await host.CompleteAsync("later")).ReadOutputAs<int>());
            await host.SettleAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Writes a file of today's format, before it changes: ORCHESTRATOR_RECORD_TO=format-n.db.</summary>
    [Fact(Explicit = true)]
    public async Task Record_AFileOfTodaysFormat()
    {
        var path = Environment.GetEnvironmentVariable("ORCHESTRATOR_RECORD_TO")!;
        var clock = new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var store = SqliteEngineStore.Open(path, StoreLock.Take(path), new DiskJournalStorage(path), largestFile: 2_000);
        using var dying = new CrashingStore(store, 16, afterCommit: true);
        var host = new EngineHost(CrashTests.Program(), store: dying, clock: clock);
        await host.RunAsync("Loop", 3, new StartOrchestrationOptions("finished") { Tags = new Dictionary<string, string> { ["team"] = "a" } });
        await host.StartAsync("Loop", 3, new StartOrchestrationOptions("later", clock.GetUtcNow().AddHours(2)));
        await host.StartAsync("Main", null, new StartOrchestrationOptions("main"));
        await Assert.ThrowsAsync<EngineStoreException>(() => host.CompleteAsync("main"));
        await host.SettleAsync();
    }
}
