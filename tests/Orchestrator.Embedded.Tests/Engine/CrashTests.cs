using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Kills the engine before or after each of its commits, starts another one on the same file, and expects the same end.</summary>
public sealed class CrashTests
{
    public static TheoryData<bool, bool> Crashes => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task Kill_AtEachCommit_EndsAsIfNothingHappened(bool replay, bool afterCommit)
    {
        var commits = await RunWithCrashAsync(replay, int.MaxValue, afterCommit);
        Assert.True(commits > 10, $"Only {commits} commits: the program is too small to prove anything.");

        for (var at = 1; at <= commits; at++)
        {
            await RunWithCrashAsync(replay, at, afterCommit);
        }
    }

    [Fact]
    public async Task Kill_Repeatedly_EndsAsIfNothingHappened()
    {
        var path = NewPath();
        try
        {
            var clock = new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            var catalog = Program();
            for (var life = 1; ; life++)
            {
                using var store = new CrashingStore(SqliteEngineStore.Open(path), 3, afterCommit: life % 2 == 0);
                var host = new EngineHost(catalog, life % 3 == 0, store, clock, life);
                if (await LiveAsync(host) is { } output)
                {
                    Assert.Equal(Expected, output);
                    Assert.True(life > 5);
                    return;
                }
            }
        }
        finally
        {
            Delete(path);
        }
    }

    internal const string Expected = "start 11 child 104 event 42 retried 2 rounds 3";

    internal static TestCatalog Program()
    {
        var failures = 1;
        return new TestCatalog()
            .Orchestrator("Main", async context =>
            {
                var sum = (await Task.WhenAll(Enumerable.Range(1, 3).Select(i => context.CallActivityAsync<int>("Square", i)))).Sum() - 3;
                var child = context.CallSubOrchestratorAsync<int>("Child", 4, new SubOrchestrationOptions(instanceId: "child"));
                await context.CreateTimer(TimeSpan.FromMinutes(2), CancellationToken.None);
                var received = await context.WaitForExternalEvent<int>("Answer", TimeSpan.FromHours(1));
                var retried = await context.CallActivityAsync<int>(
                    "Flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1))));
                var rounds = await context.CallSubOrchestratorAsync<int>("Loop", 0);
                return $"start {sum} child {await child} event {received} retried {retried} rounds {rounds}";
            })
            .Orchestrator("Child", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                context.SendEvent(context.Parent!.InstanceId, "Answer", 42);
                return await context.CallActivityAsync<int>("AddHundred", context.GetInput<int>());
            })
            .Orchestrator("Loop", async context =>
            {
                var round = context.GetInput<int>();
                await context.CallActivityAsync("Square", round);
                if (round < 3)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            })
            .Activity<int, int>("Square", x => x * x)
            .Activity<int, int>("AddHundred", x => x + 100)
            .Activity<object, int>("Flaky", _ => failures-- > 0 ? throw new InvalidOperationException("again") : 2);
    }

    private static async Task<int> RunWithCrashAsync(bool replay, int at, bool afterCommit)
    {
        var path = NewPath();
        var clock = new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var catalog = Program();
        try
        {
            var commits = 0;
            string? output;
            using (var dying = new CrashingStore(OpenWithSmallFiles(path), at, afterCommit))
            {
                output = await LiveAsync(new EngineHost(catalog, replay, dying, clock));
                commits = dying.Commits;
            }

            if (output is null)
            {
                using var store = SqliteEngineStore.Open(path);
                output = await LiveAsync(new EngineHost(catalog, replay, store, clock, seed: at));
                Assert.Empty(store.LoadOpenWork().Work);
                Assert.Empty(store.LoadOpenWork().Messages);
                Assert.All(store.Query(new InstanceFilter()), instance => AssertAnsweredOnce(store.LoadHistory(instance.InstanceId)));
            }

            Assert.Equal(Expected, output);
            return commits;
        }
        finally
        {
            Delete(path);
        }
    }

    internal static void AssertAnsweredOnce(InstanceHistory history)
    {
        var answers = history.Events.Select(e => e.TaskScheduledId).OfType<int>().ToList();
        Assert.Equal(answers.Distinct(), answers);
    }

    /// <summary>Runs until the program ends (its output) or the engine dies (null).</summary>
    internal static async Task<string?> LiveAsync(EngineHost host)
    {
        try
        {
            if (await host.GetAsync("main") is null)
            {
                await host.StartAsync("Main", null, new StartOrchestrationOptions("main"));
            }

            var done = await host.CompleteAsync("main");
            await host.SettleAsync();
            return done.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? done.ReadOutputAs<string>() : done.FailureDetails!.ToString();
        }
        catch (EngineStoreException)
        {
            await host.SettleAsync();
            return null;
        }
    }

    /// <summary>So that the program goes through many of them.</summary>
    private static SqliteEngineStore OpenWithSmallFiles(string path) =>
        SqliteEngineStore.Open(path, StoreLock.Take(path), new DiskJournalStorage(path), largestFile: 1_000);

    private static string NewPath() => Path.Combine(Directory.CreateTempSubdirectory("engine-").FullName, "engine.db");

    private static void Delete(string path) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
}
