using Microsoft.Data.Sqlite;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>The journal files of one database: those that its tables do not hold yet, one after the other, and no others.</summary>
internal sealed class JournalFolder
{
    private readonly IJournalStorage _storage;
    private readonly byte[] _store;
    private readonly long _folded;

    private JournalFolder(IJournalStorage storage, byte[] store, long folded)
    {
        _storage = storage;
        _store = store;
        _folded = folded;
    }

    /// <summary>Checks the database; creates its tables and journal, or brings them up to date, if need be.</summary>
    /// <exception cref="EngineStoreException">The database or a journal is not what it should be. Nothing was changed.</exception>
    public static JournalFolder Prepare(SqliteConnection connection, string path, IJournalStorage storage)
    {
        var format = SqliteSchema.Check(connection, path);
        if (format < SqliteSchema.FormatVersion)
        {
            // The journal first: a database that says it has one always does.
            RemoveUnused(storage, path);
            var id = SqliteSchema.NewId(connection);
            JournalSegment.Create(storage, 1, id).Dispose();
            SqliteSchema.Create(connection, format, id);
        }

        SqliteSchema.UseWriteAheadLog(connection);
        var (store, folded) = SqliteSchema.ReadStore(connection);
        return new JournalFolder(storage, store, folded);
    }

    /// <summary>Takes up the files that the tables do not hold.</summary>
    /// <param name="journal">Gets the files.</param>
    /// <param name="find">The record of an instance as the files so far and the tables have it.</param>
    public void Recover(JournalOverlay journal, Func<string, InstanceRecord?> find)
    {
        var numbers = _storage.Find();
        List<long> live = [.. numbers.Where(number => number > _folded)];
        for (var number = _folded + 1; number <= Math.Max(_folded + 1, live.LastOrDefault()); number++)
        {
            if (!live.Contains(number))
            {
                throw new EngineStoreException($"'{_storage.PathOf(number)}' is missing. Nothing was changed: {JournalSegment.Advice}");
            }
        }

        foreach (var number in live)
        {
            var file = new PendingChanges(OpenOrRepeat(number, number == live[^1]));
            journal.Add(file);
            file.Recover(number == live[^1], find);
        }

        foreach (var number in numbers.Except(live))
        {
            _storage.Delete(number);
        }
    }

    public JournalSegment Create(long number) => JournalSegment.Create(_storage, number, _store);

    public void Delete(long number) => _storage.Delete(number);

    // A process may die while it makes a file. The first one that the tables do not hold was whole before they said so.
    private JournalSegment OpenOrRepeat(long number, bool isNewest) => isNewest && number > _folded + 1 && JournalSegment.IsUnused(_storage, number)
        ? Create(number)
        : JournalSegment.Open(_storage, number, _store);

    private static void RemoveUnused(IJournalStorage storage, string path)
    {
        foreach (var number in storage.Find())
        {
            if (!JournalSegment.IsUnused(storage, number))
            {
                throw new EngineStoreException(
                    $"'{storage.PathOf(number)}' is the journal of a database that is not at '{path}'. Nothing was changed: {JournalSegment.Advice}");
            }

            storage.Delete(number);
        }
    }
}
