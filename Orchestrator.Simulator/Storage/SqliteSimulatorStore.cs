using Microsoft.Data.Sqlite;

namespace Orchestrator.Simulator.Storage;

/// <summary>One SQLite file. It is written without waiting for the disk: what matters here is the death of the process, not of the machine.</summary>
public sealed class SqliteSimulatorStore : ISimulatorStore
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    /// <summary>Opens <paramref name="path"/>, creating the file and its folder when they are missing.</summary>
    /// <exception cref="SqliteException">The file is not a database, or another process holds it locked.</exception>
    public SqliteSimulatorStore(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = OFF");
        Execute("CREATE TABLE IF NOT EXISTS documents (collection TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (collection, key)) WITHOUT ROWID");
    }

    public IEnumerable<(string Key, string Json)> Load(string table)
    {
        lock (_gate)
        {
            var command = Command("SELECT key, json FROM documents WHERE collection = $1 ORDER BY key", table);
            using var reader = command.ExecuteReader();
            var rows = new List<(string, string)>();
            while (reader.Read())
            {
                rows.Add((reader.GetString(0), reader.GetString(1)));
            }

            return rows;
        }
    }

    public void Put(string table, string key, string json) =>
        Execute("INSERT INTO documents (collection, key, json) VALUES ($1, $2, $3) ON CONFLICT (collection, key) DO UPDATE SET json = excluded.json", table, key, json);

    public void Delete(string table, string key) => Execute("DELETE FROM documents WHERE collection = $1 AND key = $2", table, key);

    public void Transaction(Action changes)
    {
        lock (_gate)
        {
            if (_transaction is not null)
            {
                changes();
                return;
            }

            using var transaction = _connection.BeginTransaction();
            _transaction = transaction;
            try
            {
                changes();
                transaction.Commit();
            }
            finally
            {
                _transaction = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }

            _connection.Dispose();
        }
    }

    private void Execute(string sql, params ReadOnlySpan<string> parameters)
    {
        lock (_gate)
        {
            var command = Command(sql, parameters);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Each statement is compiled once.</summary>
    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = _connection.CreateCommand();
            command.CommandText = sql;
        }

        command.Transaction = _transaction;
        command.Parameters.Clear();
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", parameters[i]);
        }

        return command;
    }
}
