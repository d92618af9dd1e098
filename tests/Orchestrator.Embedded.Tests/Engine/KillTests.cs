using System.Diagnostics;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;
using Orchestrator.Embedded.Tests.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>
/// Real processes die by SIGKILL before each thing that they do to the journal while they live <see cref="CrashTests"/>' program: before a commit's write,
/// between write and flush, after the flush, and at each step of beginning a file and removing one that is in the tables. What they leave on disk has all
/// that was acknowledged, and goes on to the same end.
/// </summary>
public sealed class KillTests
{
    public const string Verb = "live-until-action";
    private const int Ended = 0;
    private const int AtOnce = 4;
    private const int LargestFile = 1_500;
    private const string Acknowledged = ".acknowledged";

    [Fact]
    public async Task KilledProcess_AtEachMoment_LosesNothingThatWasAcknowledged_AndGoesOn()
    {
        var killed = 0;
        bool[] some;
        do
        {
            some = await Task.WhenAll(Enumerable.Range(killed + 1, AtOnce).Select(KillAndGoOnAsync));
            killed += some.Count(wasKilled => wasKilled);
        }
        while (some.All(wasKilled => wasKilled));

        Assert.True(killed > 40, $"Only {killed} moments: the program is too small to prove anything.");
    }

    [Fact]
    public async Task SecondProcess_OnTheSameFile_StopsAndSaysWhy_AndTheFirstGoesOn()
    {
        var folder = Directory.CreateTempSubdirectory("kill-");
        try
        {
            var database = Path.Combine(folder.FullName, "engine.db");
            using var store = SqliteEngineStore.Open(database);
            using var second = Start(database, int.MaxValue);
            var errors = await second.StandardError.ReadToEndAsync();
            await second.WaitForExitAsync();

            Assert.NotEqual(Ended, second.ExitCode);
            Assert.Contains($"'{database}' cannot be locked", errors, StringComparison.Ordinal);
            Assert.Equal(CrashTests.Expected, await CrashTests.LiveAsync(Host(store)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>In the child: lives until it is about to do this to the journal, and dies by its own hand.</summary>
    internal static async Task<int> LiveUntilAsync(string database, int action)
    {
        var journal = new WatchedJournal(new DiskJournalStorage(database), _ =>
        {
            if (--action == 0)
            {
                Process.GetCurrentProcess().Kill();
            }
        });
        using var store = new AcknowledgingStore(SqliteEngineStore.Open(database, StoreLock.Take(database), journal, LargestFile), database + Acknowledged);
        var output = await CrashTests.LiveAsync(Host(store));
        return output == CrashTests.Expected ? Ended : 3;
    }

    /// <summary>False when the program ended before that.</summary>
    private static async Task<bool> KillAndGoOnAsync(int action)
    {
        var folder = Directory.CreateTempSubdirectory("kill-");
        try
        {
            var database = Path.Combine(folder.FullName, "engine.db");
            using var child = Start(database, action);
            var output = child.StandardOutput.ReadToEndAsync();
            var errors = child.StandardError.ReadToEndAsync();
            await child.WaitForExitAsync();
            if (child.ExitCode == Ended)
            {
                return false;
            }

            Assert.True(child.ExitCode == 137, $"The process was not killed but ended with {child.ExitCode}: {await output} {await errors}");
            using var store = SqliteEngineStore.Open(database);
            AcknowledgingStore.AssertKept(database + Acknowledged, store);
            Assert.Equal(CrashTests.Expected, await CrashTests.LiveAsync(Host(store)));
            Assert.Empty(store.LoadOpenWork().Work);
            Assert.Empty(store.LoadOpenWork().Messages);
            Assert.All(store.Query(new InstanceFilter()), instance => CrashTests.AssertAnsweredOnce(store.LoadHistory(instance.InstanceId)));
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static EngineHost Host(IEngineStore store) =>
        new(CrashTests.Program(), store: store, clock: new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    private static Process Start(string database, int action)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["exec", typeof(KillTests).Assembly.Location, Verb, database, $"{action}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
