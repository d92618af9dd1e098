using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Storage.Formats;

namespace Orchestrator.Embedded.Storage;

/// <summary>Tables of the engine's database and the check that a file is one.</summary>
internal static class SqliteSchema
{
    /// <summary>Stored in user_version; a change of what is stored raises it and adds a migration.</summary>
    public const long FormatVersion = 3;

    /// <summary>"ORCE" in application_id.</summary>
    private const long ApplicationId = 0x4F524345;

    private const string Tables =
        """
        CREATE TABLE instances(
          instance_id TEXT PRIMARY KEY, execution_id TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, status INTEGER NOT NULL,
          created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, completed_at INTEGER,
          input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
          parent_id TEXT, parent_execution_id TEXT, parent_name TEXT, parent_event_id INTEGER) WITHOUT ROWID;
        CREATE INDEX instances_by_parent ON instances(parent_id) WHERE parent_id IS NOT NULL;
        CREATE TABLE history(
          instance_id TEXT NOT NULL, step INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY(instance_id, step)) WITHOUT ROWID;
        CREATE TABLE messages(
          message_id INTEGER PRIMARY KEY, instance_id TEXT NOT NULL, execution_id TEXT, visible_at INTEGER, event TEXT NOT NULL);
        CREATE INDEX messages_by_instance ON messages(instance_id);
        CREATE TABLE open_work(
          instance_id TEXT NOT NULL, event_id INTEGER NOT NULL, execution_id TEXT NOT NULL, event TEXT NOT NULL,
          PRIMARY KEY(instance_id, event_id)) WITHOUT ROWID;
        """ + Store;

    /// <summary>Format 3: the journal is in files beside the database; whose they are, and the last of them that the tables hold whole.</summary>
    private const string Store = "CREATE TABLE store(id BLOB NOT NULL, folded INTEGER NOT NULL);";

    /// <summary>The database's format; 0 if it is empty.</summary>
    /// <exception cref="EngineStoreException">It is not the engine's, or of a format that is not known.</exception>
    public static long Check(SqliteConnection connection, string path)
    {
        var version = Scalar(connection, "PRAGMA user_version");
        if (version == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            return 0;
        }

        if (Scalar(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new EngineStoreException($"'{path}' is a SQLite database, but not the engine's. It was left as it is: choose another data folder.");
        }

        return version is > 0 and <= FormatVersion ? version : throw new EngineStoreException(
            $"'{path}' has format {version}; this version reads formats 1 to {FormatVersion}. It was left as it is: "
            + "run the version that wrote it, or a newer one.");
    }

    /// <summary>A number that no other database has.</summary>
    public static byte[] NewId(SqliteConnection connection) => connection.Rows("SELECT randomblob(16)", row => row.GetFieldValue<byte[]>(0))[0];

    /// <summary>Creates the tables in an empty database (format 0), or brings those of an older format up to date.</summary>
    public static void Create(SqliteConnection connection, long format, byte[] id)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, format == 0 ? Tables : Store);
        Execute(connection, "INSERT INTO store VALUES($id, 0)", id);
        if (format == 2)
        {
            JournalTable.Fold(connection);
        }

        Execute(connection, $"PRAGMA application_id={ApplicationId}; PRAGMA user_version={FormatVersion};");
        transaction.Commit();
    }

    public static void UseWriteAheadLog(SqliteConnection connection) =>
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;");

    /// <summary>Whose database it is, and the number of the last journal file that it holds whole.</summary>
    public static (byte[] Id, long Folded) ReadStore(SqliteConnection connection) =>
        connection.Rows("SELECT id, folded FROM store", row => (row.GetFieldValue<byte[]>(0), row.GetInt64(1)))[0];

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql, byte[]? id = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (id is not null)
        {
            command.Parameters.AddWithValue("$id", id);
        }

        command.ExecuteNonQuery();
    }
}
