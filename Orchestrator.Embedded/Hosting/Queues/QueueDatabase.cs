using Microsoft.Data.Sqlite;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>The SQLite file behind the in-process queues: one connection, one caller at a time, every commit flushed.</summary>
internal sealed class QueueDatabase : IDisposable
{
    private const long FormatVersion = 1;

    /// <summary>"ORCQ" in application_id.</summary>
    private const long ApplicationId = 0x4F524351;

    private const string Tables =
        """
        CREATE TABLE messages(
          number INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL UNIQUE, body BLOB NOT NULL,
          inserted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
          dequeue_count INTEGER NOT NULL, pop_receipt TEXT, is_leased INTEGER NOT NULL);
        CREATE INDEX messages_by_queue ON messages(queue, visible_at);
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    static QueueDatabase() => SQLitePCL.Batteries_V2.Init();

    private QueueDatabase(SqliteConnection connection) => _connection = connection;

    /// <exception cref="EmbeddedHostException">The file is damaged, foreign or cannot be written; it is left as it is.</exception>
    public static QueueDatabase Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        var database = new QueueDatabase(connection);
        try
        {
            connection.Open();
            database.Ensure(path);
            database.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            return database;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new EmbeddedHostException($"'{path}' cannot be used ({e.Message}). It was left as it is: mend it, or move it away to start empty.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Returns how many rows changed.</summary>
    public int Run(string sql, params (string Name, object? Value)[] parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            return command.ExecuteNonQuery();
        }
    }

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        lock (_gate)
        {
            using var command = Command(sql, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private void Ensure(string path)
    {
        var version = Rows("PRAGMA user_version", row => row.GetInt64(0))[0];
        if (version == 0 && Rows("SELECT count(*) FROM sqlite_master", row => row.GetInt64(0))[0] == 0)
        {
            Run($"BEGIN IMMEDIATE; {Tables} PRAGMA application_id={ApplicationId}; PRAGMA user_version={FormatVersion}; COMMIT;");
        }
        else if (version != FormatVersion || Rows("PRAGMA application_id", row => row.GetInt64(0))[0] != ApplicationId)
        {
            throw new EmbeddedHostException($"'{path}' does not hold queues of format {FormatVersion}. It was left as it is: choose another data folder.");
        }
    }

    private SqliteCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
