using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>Reads what the tables hold; the journal may know better. Not thread-safe.</summary>
internal sealed class SqliteTables(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _exists = new(connection, "SELECT 1 FROM instances WHERE instance_id = ?");

    public InstanceRecord? Find(string instanceId) =>

        // Asked for each instance that is new: then there is none.
        _exists.Bind(1, instanceId).Exists()
            ? connection.Rows(SqliteRows.SelectInstances + " WHERE instance_id = $id", SqliteRows.Instance, ("$id", instanceId))[0]
            : null;

    public InstanceHistory History(string instanceId)
    {
        var steps = connection.Rows(
            "SELECT step, events FROM history WHERE instance_id = $id ORDER BY step",
            row => (Step: row.GetInt32(0), Events: row.GetValue(1)),
            ("$id", instanceId));
        List<HistoryEvent> events = [.. steps.SelectMany(step => SqliteRows.Events(step.Events))];
        return new InstanceHistory(events, steps.Count == 0 ? 0 : steps[^1].Step + 1);
    }

    public OpenWorkSnapshot OpenWork() => new(
        connection.Rows(
            "SELECT instance_id, execution_id, event FROM open_work",
            row => new OpenWork(row.GetString(0), row.GetString(1), SqliteRows.Event(row.GetValue(2)))),
        connection.Rows(
            "SELECT message_id, instance_id, execution_id, visible_at, event FROM messages",
            row => new InboxMessage(row.GetInt64(0), row.GetString(1), row.Text(2), row.Time(3), SqliteRows.Event(row.GetValue(4)))));

    /// <summary>The first instances, up to the filter's limit, that match and are wanted.</summary>
    public List<InstanceRecord> Query(InstanceFilter filter, Func<string, bool> isWanted)
    {
        var (where, parameters) = SqliteRows.Where(filter);
        using var command = connection.CreateCommand();
        command.CommandText = $"{SqliteRows.SelectInstances} {where} ORDER BY instance_id";
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var found = new List<InstanceRecord>();
        while (found.Count < filter.Limit && reader.Read())
        {
            if (isWanted(reader.GetString(0)))
            {
                found.Add(SqliteRows.Instance(reader));
            }
        }

        return found;
    }

    public void Dispose() => _exists.Dispose();
}
