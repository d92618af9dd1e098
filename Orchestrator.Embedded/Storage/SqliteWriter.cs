using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>Moves what a file of the journal holds into the tables, with statements that are prepared once.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    /// <summary>Brings the tables up to date and notes that the file is done with, as one transaction.</summary>
    public void Fold(PendingChanges pending)
    {
        using var transaction = connection.BeginTransaction();
        Fold(pending, transaction);
        transaction.Commit();
    }

    public void Fold(PendingChanges pending, SqliteTransaction transaction)
    {
        _transaction = transaction;
        try
        {
            Write(pending);
            Run("UPDATE store SET folded = $0", pending.Segment.Number);
        }
        finally
        {
            _transaction = null;
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private void Write(PendingChanges pending)
    {
        // In the order of the tables, so that each of their pages is changed once.
        foreach (var (instanceId, instance) in pending.Instances.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Write(instanceId, instance, pending);
        }

        foreach (var messageId in pending.Consumed)
        {
            Run("DELETE FROM messages WHERE message_id = $0", messageId);
        }

        foreach (var message in pending.Sent)
        {
            Run(
                "INSERT INTO messages VALUES($0,$1,$2,$3,$4)",
                message.MessageId, message.InstanceId, message.ExecutionId, message.VisibleAt?.UtcTicks, HistoryCodec.Bytes(message.Event));
        }
    }

    private void Write(string instanceId, PendingInstance instance, PendingChanges pending)
    {
        if (instance.IsPurged)
        {
            Run("DELETE FROM messages WHERE instance_id = $0", instanceId);
            Run("DELETE FROM instances WHERE instance_id = $0", instanceId);
        }

        if (instance.IsReplaced)
        {
            Run("DELETE FROM history WHERE instance_id = $0", instanceId);
            Run("DELETE FROM open_work WHERE instance_id = $0", instanceId);
        }

        if (instance.Record is { } record)
        {
            (instance.IsReplaced ? Insert : (Action<InstanceRecord>)Update)(record);
        }

        if (instance.History is [.., var last])
        {
            Run("INSERT INTO history VALUES($0,$1,$2)", instanceId, last.Step, pending.ReadEvents(instance.History));
        }

        foreach (var eventId in instance.Closed)
        {
            Run("DELETE FROM open_work WHERE instance_id = $0 AND event_id = $1", instanceId, eventId);
        }

        foreach (var work in instance.Opened)
        {
            Run("INSERT INTO open_work VALUES($0,$1,$2,$3)", instanceId, work.Event.EventId, work.ExecutionId, HistoryCodec.Bytes(work.Event));
        }
    }

    private void Insert(InstanceRecord record) => Run(
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

    private void Update(InstanceRecord record) => Run(
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

    private void Run(string sql, params ReadOnlySpan<object?> values)
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

        // The connection has at most one transaction; a command must name it.
        command.Transaction = _transaction;
        command.ExecuteNonQuery();
    }
}
