using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>The engine's storage in one SQLite file (write-ahead log, every commit flushed), or in memory for tests.</summary>
public sealed class SqliteEngineStore : IEngineStore
{
    public const string InMemory = ":memory:";

    /// <summary>A journal of this size is folded into the tables: small enough to read in a moment after a crash.</summary>
    private const long LargestJournal = 16_000_000;

    private readonly string _path;
    private readonly FileStream? _lock;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly SqliteWriter _writer;

    // Taken in this order. A commit flushes under the first only, so that readers do not wait for the disk; what is pending and what is in the tables
    // change together under the second.
    private readonly Lock _writeGate = new();
    private readonly Lock _readGate = new();
    private readonly PendingChanges _pending = new();
    private long _journalSize;

    static SqliteEngineStore() => SQLitePCL.Batteries_V2.Init();

    private SqliteEngineStore(string path, FileStream? fileLock, SqliteConnection writing, SqliteConnection reading)
    {
        _path = path;
        _lock = fileLock;
        _writing = writing;
        _reading = reading;
        _writer = new SqliteWriter(writing);
        Recover();
    }

    /// <summary>Opens or creates the database; keeps it locked against other processes until disposed.</summary>
    /// <exception cref="EngineStoreException">The file is damaged, foreign, of another format, in use, or cannot be written. It is not changed.</exception>
    public static SqliteEngineStore Open(string path)
    {
        if (path == InMemory)
        {
            var memory = Connect(path);
            SqliteSchema.Ensure(memory, path);
            return new SqliteEngineStore(path, null, memory, memory);
        }

        path = Path.GetFullPath(path);
        var fileLock = Lock(path);
        SqliteConnection? writing = null;
        SqliteConnection? reading = null;
        try
        {
            writing = Connect(path);
            SqliteSchema.Ensure(writing, path);
            Execute(writing, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;");
            reading = Connect(path);
            return new SqliteEngineStore(path, fileLock, writing, reading);
        }
        catch (Exception failure)
        {
            reading?.Dispose();
            writing?.Dispose();
            fileLock.Dispose();
            throw failure is SqliteException sqlite ? Explain(path, sqlite) : failure;
        }
    }

    public OpenWorkSnapshot LoadOpenWork() => ReadTables(connection => new OpenWorkSnapshot(
        connection.Rows(
            "SELECT instance_id, execution_id, event FROM open_work ORDER BY instance_id, event_id",
            row => new OpenWork(row.GetString(0), row.GetString(1), HistoryJson.ReadEvent(row.GetString(2)))),
        connection.Rows(
            "SELECT message_id, instance_id, execution_id, visible_at, event FROM messages ORDER BY message_id",
            row => new InboxMessage(
                row.GetInt64(0), row.GetString(1), row.Text(2), row.Time(3), HistoryJson.ReadEvent(row.GetString(4))))));

    public InstanceRecord? Find(string instanceId) => Read(connection => Find(connection, instanceId));

    public InstanceHistory LoadHistory(string instanceId) => Read(connection =>
    {
        var pending = _pending.Find(instanceId);
        var steps = pending is { IsReplaced: true } ? [] : connection.Rows(
            "SELECT step, events FROM history WHERE instance_id = $id ORDER BY step",
            row => (Step: row.GetInt32(0), Events: row.GetString(1)),
            ("$id", instanceId));
        List<HistoryEvent> events = [.. steps.SelectMany(step => HistoryJson.ReadEvents(step.Events)), .. pending?.Events ?? []];
        var last = pending is { Events.Count: > 0 } ? pending.LastStep : steps is [.., var newest] ? newest.Step : -1;
        return new InstanceHistory(events, last + 1);
    });

    public IReadOnlyList<InstanceRecord> Query(InstanceFilter filter) => ReadTables(connection =>
    {
        var (where, parameters) = SqliteRows.Where(filter);
        return connection.Rows($"{SqliteRows.SelectInstances} {where} ORDER BY instance_id LIMIT {filter.Limit}", SqliteRows.Instance, parameters);
    });

    public void Commit(IReadOnlyList<ChangeSet> changes)
    {
        lock (_writeGate)
        {
            try
            {
                if (_journalSize > LargestJournal)
                {
                    Fold();
                }

                var entries = JournalJson.Write([.. changes.Select(JournalEntry.From)]);
                _writer.Append(entries);
                _journalSize += entries.Length;
            }
            catch (SqliteException failure)
            {
                throw Explain(_path, failure);
            }

            lock (_readGate)
            {
                foreach (var change in changes)
                {
                    _pending.Apply(change);
                }
            }
        }
    }

    /// <summary>Lets the file grow to about this size only: what a full disk does, for tests.</summary>
    internal void Limit(int megabytes) => Execute(_writing, $"PRAGMA max_page_count={megabytes * 256};");

    public void Dispose()
    {
        lock (_writeGate)
        {
            lock (_readGate)
            {
                _reading.Dispose();
                _writer.Dispose();
                _writing.Dispose();
            }
        }

        _lock?.Dispose();
    }

    private InstanceRecord? Find(SqliteConnection connection, string instanceId) => _pending.Find(instanceId) switch
    {
        { Record: { } record } => record,
        { IsReplaced: true } => null,
        _ => connection.Rows(SqliteRows.SelectInstances + " WHERE instance_id = $id", SqliteRows.Instance, ("$id", instanceId)).FirstOrDefault(),
    };

    /// <summary>Takes up what was committed and not yet folded when the last process ended.</summary>
    private void Recover() => Read(connection =>
    {
        foreach (var entries in connection.Rows("SELECT entries FROM journal ORDER BY id", row => row.GetFieldValue<byte[]>(0)))
        {
            _journalSize += entries.Length;
            foreach (var entry in JournalJson.Read(entries))
            {
                _pending.Apply(entry.ToChanges(id => Find(connection, id)));
            }
        }

        return _pending;
    });

    /// <summary>Call it under the write gate.</summary>
    private void Fold()
    {
        lock (_readGate)
        {
            _writer.Fold(_pending);
            _pending.Clear();
            _journalSize = 0;
        }
    }

    private T ReadTables<T>(Func<SqliteConnection, T> query)
    {
        lock (_writeGate)
        {
            return Read(connection =>
            {
                if (_journalSize > 0)
                {
                    Fold();
                }

                return query(connection);
            });
        }
    }

    private T Read<T>(Func<SqliteConnection, T> query)
    {
        lock (_readGate)
        {
            try
            {
                return query(_reading);
            }
            catch (SqliteException failure)
            {
                throw Explain(_path, failure);
            }
            catch (JsonException failure)
            {
                throw new EngineStoreException($"'{_path}' holds an event that cannot be read: {failure.Message} It was left as it is.", failure);
            }
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // SQLite's own locks would let a second engine in between transactions; two engines on one history would run everything twice.
    private static FileStream Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new EngineStoreException($"The data folder of '{path}' cannot be written: {denied.Message}", denied);
        }
        catch (IOException inUse)
        {
            throw new EngineStoreException(
                $"'{path}' cannot be locked ({inUse.Message}). Another process probably uses this data folder: stop it, or choose another folder.", inUse);
        }
    }

    private static EngineStoreException Explain(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => new EngineStoreException(
            $"'{path}' is damaged ({failure.Message}). It was left as it is: restore a backup, or move it away to start empty.", failure),
        SQLitePCL.raw.SQLITE_FULL => new EngineStoreException($"No space is left to write '{path}'. What was acknowledged before is safe: make room and start again.", failure),
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM => new EngineStoreException(
            $"'{path}' cannot be written ({failure.Message}): check the permissions of the file and its folder.", failure),
        _ => new EngineStoreException($"'{path}' failed: {failure.Message}", failure),
    };
}
