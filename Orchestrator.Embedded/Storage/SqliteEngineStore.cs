using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>The engine's storage in one SQLite file (write-ahead log, every commit flushed), or in memory for tests.</summary>
public sealed class SqliteEngineStore : IEngineStore
{
    public const string InMemory = ":memory:";

    private readonly string _path;
    private readonly FileStream? _lock;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly Lock _writeGate = new();
    private readonly Lock _readGate;
    private readonly SqliteWriter _writer;

    static SqliteEngineStore() => SQLitePCL.Batteries_V2.Init();

    private SqliteEngineStore(string path, FileStream? fileLock, SqliteConnection writing, SqliteConnection reading)
    {
        _path = path;
        _lock = fileLock;
        _writing = writing;
        _reading = reading;
        _readGate = ReferenceEquals(writing, reading) ? _writeGate : new Lock();
        _writer = new SqliteWriter(writing);
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
        try
        {
            writing = Connect(path);
            SqliteSchema.Ensure(writing, path);
            Execute(writing, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            return new SqliteEngineStore(path, fileLock, writing, Connect(path));
        }
        catch (Exception failure)
        {
            writing?.Dispose();
            fileLock.Dispose();
            throw failure is SqliteException sqlite ? Explain(path, sqlite) : failure;
        }
    }

    public OpenWorkSnapshot LoadOpenWork() => Read(connection => new OpenWorkSnapshot(
        connection.Rows(
            "SELECT instance_id, execution_id, event FROM open_work ORDER BY instance_id, event_id",
            row => new OpenWork(row.GetString(0), row.GetString(1), HistoryJson.ReadEvent(row.GetString(2)))),
        connection.Rows(
            "SELECT message_id, instance_id, execution_id, visible_at, event FROM messages ORDER BY message_id",
            row => new InboxMessage(
                row.GetInt64(0), row.GetString(1), row.Text(2), row.Time(3), HistoryJson.ReadEvent(row.GetString(4))))));

    public InstanceRecord? Find(string instanceId) => Read(connection =>
        connection.Rows(SqliteRows.SelectInstances + " WHERE instance_id = $id", SqliteRows.Instance, ("$id", instanceId)).FirstOrDefault());

    public InstanceHistory LoadHistory(string instanceId) => Read(connection =>
    {
        var steps = connection.Rows(
            "SELECT events FROM history WHERE instance_id = $id ORDER BY step", row => row.GetString(0), ("$id", instanceId));
        return new InstanceHistory([.. steps.SelectMany(HistoryJson.ReadEvents)], steps.Count);
    });

    public IReadOnlyList<InstanceRecord> Query(InstanceFilter filter) => Read(connection =>
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
                using var transaction = _writing.BeginTransaction();
                _writer.Write(changes, transaction);
                transaction.Commit();
            }
            catch (SqliteException failure)
            {
                throw Explain(_path, failure);
            }
        }
    }

    public void Dispose()
    {
        lock (_readGate)
        {
            _reading.Dispose();
        }

        lock (_writeGate)
        {
            _writer.Dispose();
            _writing.Dispose();
        }

        _lock?.Dispose();
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
        SQLitePCL.raw.SQLITE_FULL => new EngineStoreException($"No space is left to write '{path}'. Nothing of the last commit was kept.", failure),
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM => new EngineStoreException(
            $"'{path}' cannot be written ({failure.Message}): check the permissions of the file and its folder.", failure),
        _ => new EngineStoreException($"'{path}' failed: {failure.Message}", failure),
    };
}
