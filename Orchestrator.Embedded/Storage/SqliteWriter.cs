using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>Moves what a file of the journal holds into the tables.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>Brings the tables up to date and notes that the file is done with, as one transaction.</summary>
    public void Fold(PendingChanges pending)
    {
        using var transaction = connection.BeginTransaction();
        Write(pending);
        transaction.Commit();
    }

    /// <summary>The same within a transaction of the caller.</summary>
    public void Write(PendingChanges pending)
    {
        // In the order of the tables, so that each of their pages is changed once.
        foreach (var (instanceId, instance) in pending.Instances.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Write(instanceId, instance, pending);
        }

        foreach (var messageId in pending.Consumed)
        {
            For("DELETE FROM messages WHERE message_id = ?").Bind(1, messageId).Run();
        }

        foreach (var message in pending.Sent)
        {
            For("INSERT INTO messages VALUES(?,?,?,?,?)")
                .Bind(1, message.MessageId)
                .Bind(2, message.InstanceId)
                .Bind(3, message.ExecutionId)
                .Bind(4, message.VisibleAt?.UtcTicks)
                .Bind(5, HistoryCodec.Bytes(message.Event))
                .Run();
        }

        For("UPDATE store SET folded = ?").Bind(1, pending.Segment.Number).Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }

    private void Write(string instanceId, PendingInstance instance, PendingChanges pending)
    {
        if (instance.IsPurged)
        {
            For("DELETE FROM messages WHERE instance_id = ?").Bind(1, instanceId).Run();
        }

        // What is new, as most are, has nothing to remove.
        if (instance.IsReplaced && For("SELECT 1 FROM instances WHERE instance_id = ?").Bind(1, instanceId).Exists())
        {
            For("DELETE FROM instances WHERE instance_id = ?").Bind(1, instanceId).Run();
            For("DELETE FROM history WHERE instance_id = ?").Bind(1, instanceId).Run();
            For("DELETE FROM open_work WHERE instance_id = ?").Bind(1, instanceId).Run();
        }

        if (instance.Record is { } record)
        {
            (instance.IsReplaced ? Insert : (Action<InstanceRecord>)Update)(record);
        }

        if (instance.History is [.., var last])
        {
            For("INSERT INTO history VALUES(?,?,?)").Bind(1, instanceId).Bind(2, last.Step).Bind(3, pending.ReadEvents(instance.History)).Run();
        }

        foreach (var eventId in instance.Closed)
        {
            For("DELETE FROM open_work WHERE instance_id = ? AND event_id = ?").Bind(1, instanceId).Bind(2, eventId).Run();
        }

        foreach (var work in instance.Opened)
        {
            For("INSERT INTO open_work VALUES(?,?,?,?)")
                .Bind(1, instanceId).Bind(2, work.Event.EventId).Bind(3, work.ExecutionId).Bind(4, HistoryCodec.Bytes(work.Event)).Run();
        }
    }

    private void Insert(InstanceRecord record) => For("INSERT INTO instances VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        .Bind(1, record.InstanceId)
        .Bind(2, record.ExecutionId)
        .Bind(3, record.Name)
        .Bind(4, record.Version)
        .Bind(5, (int)record.Status)
        .Bind(6, record.CreatedAt.UtcTicks)
        .Bind(7, record.LastUpdatedAt.UtcTicks)
        .Bind(8, record.CompletedAt?.UtcTicks)
        .Bind(9, record.Input)
        .Bind(10, record.Output)
        .Bind(11, record.CustomStatus)
        .Bind(12, Failure(record))
        .Bind(13, record.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags, HistoryJson.Default.IReadOnlyDictionaryStringString) : null)
        .Bind(14, record.Parent?.InstanceId)
        .Bind(15, record.Parent?.ExecutionId)
        .Bind(16, record.Parent?.Name)
        .Bind(17, record.Parent?.EventId)
        .Run();

    private void Update(InstanceRecord record) => For(
        "UPDATE instances SET status = ?, updated_at = ?, completed_at = ?, output = ?, custom_status = ?, failure = ? WHERE instance_id = ?")
        .Bind(1, (int)record.Status)
        .Bind(2, record.LastUpdatedAt.UtcTicks)
        .Bind(3, record.CompletedAt?.UtcTicks)
        .Bind(4, record.Output)
        .Bind(5, record.CustomStatus)
        .Bind(6, Failure(record))
        .Bind(7, record.InstanceId)
        .Run();

    private static string? Failure(InstanceRecord record) =>
        record.Failure is null ? null : JsonSerializer.Serialize(record.Failure, HistoryJson.Default.TaskFailureDetails);

    private SqliteStatement For(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new SqliteStatement(connection, sql));
        }

        return statement;
    }
}
