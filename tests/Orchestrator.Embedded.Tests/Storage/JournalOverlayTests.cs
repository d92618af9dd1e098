using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

public sealed class JournalOverlayTests
{
    /// <summary>A reader may come between the fold of a file and its removal from the overlay.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AFile_OverTablesThatHoldItAlready_ChangesNothing(int seed)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteSchema.Create(connection, 0, new byte[16]);
        using var tables = new SqliteTables(connection);
        using var writer = new SqliteWriter(connection);
        var overlay = new JournalOverlay();
        var storage = new MemoryJournalStorage();
        var commits = new RandomCommits(seed);
        for (var number = 1; number <= 3; number++)
        {
            var file = new PendingChanges(JournalSegment.Create(storage, number, new byte[16]));
            overlay.Add(file);
            for (var i = 0; i < 5; i++)
            {
                file.Commit(commits.Next(), new JournalWriter());
            }
        }

        Assert.Contains(overlay.Files[1].Instances, instance =>
            instance.Value is { IsReplaced: false, History.Count: > 0 } && overlay.Files[2].Find(instance.Key) is not { IsReplaced: true });
        var before = State(overlay, tables);
        while (overlay.Oldest is { } oldest)
        {
            writer.Fold(oldest);
            Assert.Equal(before, State(overlay, tables));
            overlay.RemoveOldest();
            Assert.Equal(before, State(overlay, tables));
        }
    }

    private static string State(JournalOverlay overlay, SqliteTables tables)
    {
        var filter = new InstanceFilter();
        var instances = overlay.Query(filter, isWanted => tables.Query(filter, isWanted));
        var histories = instances.Select(instance => overlay.History(instance.InstanceId, () => tables.History(instance.InstanceId)));
        return JsonSerializer.Serialize(new { instances, histories, open = overlay.Lay(tables.OpenWork()) });
    }
}
