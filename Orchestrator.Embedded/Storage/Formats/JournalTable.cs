using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage.Formats;

/// <summary>The journal of format 2: commits that the other tables do not hold yet, one row of JSON each.</summary>
internal static class JournalTable
{
    /// <summary>Moves what it holds into the other tables and removes it, in the transaction of the caller.</summary>
    public static void Fold(SqliteConnection connection)
    {
        using var pending = new PendingChanges(JournalSegment.Create(new MemoryJournalStorage(), number: 0, store: []));
        using var tables = new SqliteTables(connection);
        var frame = new JournalWriter();
        InstanceRecord? Find(string id) =>
            pending.Find(id) is { } known && (known.Record is not null || known.IsReplaced) ? known.Record : tables.Find(id);
        foreach (var entries in connection.Rows("SELECT entries FROM journal ORDER BY id", row => row.GetFieldValue<byte[]>(0)))
        {
            foreach (var entry in JournalJson.Read(entries))
            {
                pending.Commit([entry.ToChanges(Find)], frame);
            }
        }

        using var writer = new SqliteWriter(connection);
        writer.Write(pending);
        using var drop = connection.CreateCommand();
        drop.CommandText = "DROP TABLE journal";
        drop.ExecuteNonQuery();
    }
}
