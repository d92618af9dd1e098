using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>Writes change sets with statements that are prepared once.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public void Write(IReadOnlyList<ChangeSet> changes, SqliteTransaction transaction)
    {
        foreach (var change in changes)
        {
            Write(change, transaction);
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private void Write(ChangeSet change, SqliteTransaction transaction)
    {
        foreach (var instanceId in change.Purged)
        {
            Forget(transaction, instanceId);
            Run(transaction, "DELETE FROM messages WHERE instance_id = $0", instanceId);
            Run(transaction, "DELETE FROM instances WHERE instance_id = $0", instanceId);
        }

        foreach (var record in change.Created)
        {
            Forget(transaction, record.InstanceId);
            Insert(transaction, record);
        }

        foreach (var record in change.Updated)
        {
            Update(transaction, record);
        }

        if (change.History is { } step)
        {
            Run(transaction, "INSERT INTO history VALUES($0,$1,$2)", step.InstanceId, step.Step, HistoryJson.Write(step.Events));
        }

        WriteWork(change, transaction);
        WriteMessages(change, transaction);
    }

    private void WriteWork(ChangeSet change, SqliteTransaction transaction)
    {
        foreach (var (instanceId, eventId) in change.Closed)
        {
            Run(transaction, "DELETE FROM open_work WHERE instance_id = $0 AND event_id = $1", instanceId, eventId);
        }

        foreach (var work in change.Opened)
        {
            Run(
                transaction,
                "INSERT INTO open_work VALUES($0,$1,$2,$3)",
                work.InstanceId, work.Event.EventId, work.ExecutionId, HistoryJson.Write(work.Event));
        }
    }

    private void WriteMessages(ChangeSet change, SqliteTransaction transaction)
    {
        foreach (var messageId in change.Consumed)
        {
            Run(transaction, "DELETE FROM messages WHERE message_id = $0", messageId);
        }

        foreach (var message in change.Sent)
        {
            Run(
                transaction,
                "INSERT INTO messages VALUES($0,$1,$2,$3,$4)",
                message.MessageId, message.InstanceId, message.ExecutionId, message.VisibleAt?.UtcTicks, HistoryJson.Write(message.Event));
        }
    }

    private void Forget(SqliteTransaction transaction, string instanceId)
    {
        Run(transaction, "DELETE FROM history WHERE instance_id = $0", instanceId);
        Run(transaction, "DELETE FROM open_work WHERE instance_id = $0", instanceId);
    }

    private void Insert(SqliteTransaction transaction, InstanceRecord record) => Run(
        transaction,
        "INSERT OR REPLACE INTO instances VALUES($0,$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)",
        record.InstanceId,
        record.ExecutionId,
        record.Name,
        record.Version,
        (int)record.Status,
        record.CreatedAt.UtcTicks,
        record.LastUpdatedAt.UtcTicks,
        record.CompletedAt?.UtcTicks,
        record.Input,
        record.Output,
        record.CustomStatus,
        Failure(record),
        record.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags, HistoryJson.Default.IReadOnlyDictionaryStringString) : null,
        record.Parent?.InstanceId,
        record.Parent?.ExecutionId,
        record.Parent?.Name,
        record.Parent?.EventId);

    private void Update(SqliteTransaction transaction, InstanceRecord record) => Run(
        transaction,
        "UPDATE instances SET status = $1, updated_at = $2, completed_at = $3, output = $4, custom_status = $5, failure = $6 WHERE instance_id = $0",
        record.InstanceId,
        (int)record.Status,
        record.LastUpdatedAt.UtcTicks,
        record.CompletedAt?.UtcTicks,
        record.Output,
        record.CustomStatus,
        Failure(record));

    private static string? Failure(InstanceRecord record) =>
        record.Failure is null ? null : JsonSerializer.Serialize(record.Failure, HistoryJson.Default.TaskFailureDetails);

    private void Run(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }

            _commands[sql] = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
