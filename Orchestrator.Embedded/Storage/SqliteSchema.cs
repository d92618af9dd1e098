using Microsoft.Data.Sqlite;

namespace Orchestrator.Embedded.Storage;

/// <summary>Tables of the engine's database and the check that a file is one.</summary>
internal static class SqliteSchema
{
    /// <summary>Stored in user_version; a change of the tables raises it and adds a migration.</summary>
    private const long FormatVersion = 2;

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
        """ + Journal;

    /// <summary>Format 2: commits that the other tables do not hold yet, one row each, in order.</summary>
    private const string Journal = "CREATE TABLE journal(id INTEGER PRIMARY KEY, entries BLOB NOT NULL);";

    /// <summary>What turns format n, at index n - 1, into the next.</summary>
    private static readonly string[] Migrations = [Journal];

    /// <summary>Creates the tables in an empty database, brings one of an older format up to date, and refuses all else untouched.</summary>
    public static void Ensure(SqliteConnection connection, string path)
    {
        var version = Scalar(connection, "PRAGMA user_version");
        if (version == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            using var create = connection.CreateCommand();
            create.CommandText = $"BEGIN IMMEDIATE; {Tables} PRAGMA application_id={ApplicationId}; PRAGMA user_version={FormatVersion}; COMMIT;";
            create.ExecuteNonQuery();
        }
        else if (Scalar(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new EngineStoreException($"'{path}' is a SQLite database, but not the engine's. It was left as it is: choose another data folder.");
        }
        else if (version is > 0 and < FormatVersion)
        {
            using var migrate = connection.CreateCommand();
            migrate.CommandText =
                $"BEGIN IMMEDIATE; {string.Join(' ', Migrations.Skip((int)version - 1))} PRAGMA user_version={FormatVersion}; COMMIT;";
            migrate.ExecuteNonQuery();
        }
        else if (version != FormatVersion)
        {
            throw new EngineStoreException(
                $"'{path}' has format {version}; this version reads formats 1 to {FormatVersion}. It was left as it is: run the version that wrote it, or a newer one.");
        }
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
