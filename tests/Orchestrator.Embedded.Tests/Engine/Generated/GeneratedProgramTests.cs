using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Engine.Generated;

/// <summary>
/// Generated programs, run with a generated order of work and kills at generated commits, come to what the same programs come to when they are computed.
/// ORCHESTRATOR_SEEDS sets how many seeds are tried, ORCHESTRATOR_SEED runs a single one.
/// </summary>
public sealed class GeneratedProgramTests
{
    private const int DefaultSeeds = 1_000;

    [Fact]
    public async Task Program_WithKillsAtAnyCommit_ComesToWhatItComesToWhenComputed()
    {
        var kills = 0;
        foreach (var seed in Seeds())
        {
            try
            {
                kills += await RunAsync(seed);
            }
            catch (Exception failure)
            {
                Assert.Fail(
                    $"Seed {seed}: {failure.Message}\nReplay it: ORCHESTRATOR_SEED={seed} dotnet test tests/Orchestrator.Embedded.Tests "
                    + $"--filter FullyQualifiedName~{nameof(GeneratedProgramTests)}\n{failure.StackTrace}");
            }
        }

        Assert.True(kills > 0 || Seeds().Count() == 1, "Nothing was killed: the test proves nothing.");
    }

    private static IEnumerable<int> Seeds() =>
        Number("ORCHESTRATOR_SEED") is { } one ? [one] : Enumerable.Range(1, Number("ORCHESTRATOR_SEEDS") ?? DefaultSeeds);

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text) : null;

    /// <summary>Returns how often the engine was killed.</summary>
    private static async Task<int> RunAsync(int seed)
    {
        var randomness = new SeededRandomness(seed);
        var program = GeneratedProgram.Create(seed);
        var catalog = ProgramCatalog.Create();
        var clock = new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory, null, new MemoryJournalStorage(), largestFile: 2_000);
        for (var life = 0; ; life++)
        {
            var killedAt = life < 20 ? 1 + randomness.Next(15) : int.MaxValue;
            var dying = new CrashingStore(store, killedAt, afterCommit: randomness.Next(2) == 0);
            var host = new EngineHost(catalog, randomness.Next(2) == 0, dying, clock, randomness.Next(1_000_000));
            if (await LiveAsync(host, program) is { } output)
            {
                Assert.Equal(GeneratedProgram.Expected(program), output);
                Assert.All(store.Query(new InstanceFilter()), instance => CrashTests.AssertAnsweredOnce(store.LoadHistory(instance.InstanceId)));
                return life;
            }
        }
    }

    private static async Task<int?> LiveAsync(EngineHost host, List<Step> program)
    {
        try
        {
            if (await host.GetAsync("main") is null)
            {
                await host.StartAsync("Program", program, new StartOrchestrationOptions("main"));
            }

            var done = await host.CompleteAsync("main");
            Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{done.RuntimeStatus}: {done.FailureDetails} {done.FailureDetails?.StackTrace}");
            return done.ReadOutputAs<int>();
        }
        catch (EngineStoreException)
        {
            await host.SettleAsync();
            return null;
        }
    }
}
