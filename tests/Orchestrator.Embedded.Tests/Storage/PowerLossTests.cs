using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>
/// Takes the power away before each thing that the store does to its journal, through many files, checkpoints and their removal. Of what was not flushed
/// the disk has nothing, or all; of files whose folder was not flushed it has the name, or not. What is then opened must be what was acknowledged, or that
/// and the commit that was under way.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private const int Commits = 40;
    private const int LargestFile = 3_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("power-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void PowerLoss_AtAnyMoment_LosesNothingThatWasAcknowledged(int seed)
    {
        var expected = Expected(seed);
        var disk = new VolatileDisk();
        var path = Path.Combine(_folder, "engine.db");
        var losses = new List<PowerLoss>();
        var acknowledged = 0;
        var journal = new WatchedJournal(disk, action =>
        {
            losses.Add(new PowerLoss(acknowledged, $"{action.Kind} {action.Number}", Database(path), disk.Everything()));
            losses.Add(new PowerLoss(acknowledged, $"{action.Kind} {action.Number}", Database(path), disk.OnlyFlushed()));
        });
        using (var store = SqliteEngineStore.Open(path, null, journal, LargestFile))
        {
            var commits = new RandomCommits(seed);
            for (; acknowledged < Commits; acknowledged++)
            {
                store.Commit(commits.Next());
                if (acknowledged % 3 == 0)
                {
                    store.Checkpoint();
                }
            }
        }

        Assert.True(losses.Count(loss => loss.Moment.StartsWith("Delete", StringComparison.Ordinal)) > 8, "Too few checkpoints to prove anything.");
        for (var i = 0; i < losses.Count; i++)
        {
            AssertNothingIsLost(losses[i], expected, Path.Combine(_folder, $"{i}", "engine.db"));
        }
    }

    [Fact]
    public void State_IsTheSame_WhereverItIsKept()
    {
        var expected = Expected(3);
        using var store = SqliteEngineStore.Open(Path.Combine(_folder, "engine.db"), null, new MemoryJournalStorage(), LargestFile);
        var commits = new RandomCommits(3);
        for (var i = 1; i <= Commits; i++)
        {
            store.Commit(commits.Next());
            Assert.Equal(expected[i], StoredState.Of(store));
            if (i % 5 == 0)
            {
                store.CheckpointAll();
                Assert.Equal(expected[i], StoredState.Of(store));
            }
        }
    }

    /// <summary>What can be read after so many commits.</summary>
    private static List<string> Expected(int seed)
    {
        using var store = SqliteEngineStore.Open(SqliteEngineStore.InMemory);
        var commits = new RandomCommits(seed);
        List<string> states = [StoredState.Of(store)];
        for (var i = 0; i < Commits; i++)
        {
            store.Commit(commits.Next());
            states.Add(StoredState.Of(store));
        }

        return states;
    }

    private static void AssertNothingIsLost(PowerLoss loss, List<string> expected, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        foreach (var (suffix, content) in loss.Database)
        {
            File.WriteAllBytes(path + suffix, content);
        }

        string found;
        try
        {
            using var store = SqliteEngineStore.Open(path, null, loss.Journal, LargestFile);
            found = StoredState.Of(store);
        }
        catch (EngineStoreException refused)
        {
            Assert.Fail($"After {loss.Acknowledged} commits, before {loss.Moment}: {refused.Message}");
            return;
        }

        Assert.True(
            found == expected[loss.Acknowledged] || found == expected[Math.Min(loss.Acknowledged + 1, Commits)],
            $"After {loss.Acknowledged} commits, before {loss.Moment}, was found: {found}");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    // SQLite's own durability is SQLite's affair: its files are taken as they are.
    private static List<(string Suffix, byte[] Content)> Database(string path) =>
        [.. ((string[])["", "-wal", "-journal"]).Where(suffix => File.Exists(path + suffix)).Select(suffix => (suffix, Read(path + suffix)))];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private sealed record PowerLoss(int Acknowledged, string Moment, List<(string Suffix, byte[] Content)> Database, MemoryJournalStorage Journal);
}
