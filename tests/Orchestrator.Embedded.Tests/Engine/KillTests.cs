using System.Diagnostics;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Real processes die by SIGKILL at each commit of <see cref="CrashTests"/>' program; what they leave on disk goes on to the same end.</summary>
public sealed class KillTests
{
    public const string Verb = "live-until-commit";
    private const int Ended = 0;
    private const int AtOnce = 4;

    [Fact]
    public async Task KilledProcess_AtEachCommit_LeavesAFileThatGoesOn()
    {
        var killed = 0;
        bool[] some;
        do
        {
            some = await Task.WhenAll(Enumerable.Range(killed + 1, AtOnce).Select(KillAndGoOnAsync));
            killed += some.Count(wasKilled => wasKilled);
        }
        while (some.All(wasKilled => wasKilled));

        Assert.True(killed > 10, $"Only {killed} commits: the program is too small to prove anything.");
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

    /// <summary>In the child: lives until the commit is durable, and dies by its own hand before anybody hears of it.</summary>
    internal static async Task<int> LiveUntilCommitAsync(string database, int commit)
    {
        using var store = new CrashingStore(SqliteEngineStore.Open(database), commit, afterCommit: true, die: () => Process.GetCurrentProcess().Kill());
        var output = await CrashTests.LiveAsync(Host(store));
        return output == CrashTests.Expected ? Ended : 3;
    }

    /// <summary>False when the program ended before that commit.</summary>
    private static async Task<bool> KillAndGoOnAsync(int commit)
    {
        var folder = Directory.CreateTempSubdirectory("kill-");
        try
        {
            var database = Path.Combine(folder.FullName, "engine.db");
            using var child = Start(database, commit);
            var output = child.StandardOutput.ReadToEndAsync();
            var errors = child.StandardError.ReadToEndAsync();
            await child.WaitForExitAsync();
            if (child.ExitCode == Ended)
            {
                return false;
            }

            Assert.True(child.ExitCode == 137, $"The process was not killed but ended with {child.ExitCode}: {await output} {await errors}");
            using var store = SqliteEngineStore.Open(database);
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

    private static Process Start(string database, int commit)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["exec", typeof(KillTests).Assembly.Location, Verb, database, $"{commit}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
