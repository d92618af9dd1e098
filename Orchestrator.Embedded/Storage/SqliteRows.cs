using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>Reads rows. Times are stored as UTC ticks.</summary>
internal static class SqliteRows
{
    public const string SelectInstances =
        """
        SELECT instance_id, execution_id, name, version, status, created_at, updated_at, completed_at,
          input, output, custom_status, failure, tags, parent_id, parent_execution_id, parent_name, parent_event_id
        FROM instances
        """;

    public static List<T> Rows<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params IEnumerable<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset? Time(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);

    /// <summary>The events of a step. Formats 1 and 2 wrote JSON, and what they wrote stays.</summary>
    public static List<HistoryEvent> Events(object stored) =>
        stored is byte[] bytes ? HistoryCodec.ReadAll(bytes) : HistoryJson.ReadEvents((string)stored);

    public static HistoryEvent Event(object stored) => stored is byte[] bytes ? HistoryCodec.Read(bytes) : HistoryJson.ReadEvent((string)stored);

    public static InstanceRecord Instance(SqliteDataReader row) => new()
    {
        InstanceId = row.GetString(0),
        ExecutionId = row.GetString(1),
        Name = row.GetString(2),
        Version = row.GetString(3),
        Status = (OrchestrationRuntimeStatus)row.GetInt32(4),
        CreatedAt = row.Time(5)!.Value,
        LastUpdatedAt = row.Time(6)!.Value,
        CompletedAt = row.Time(7),
        Input = row.Text(8),
        Output = row.Text(9),
        CustomStatus = row.Text(10),
        Failure = row.Text(11) is { } failure ? JsonSerializer.Deserialize(failure, HistoryJson.Default.TaskFailureDetails) : null,
        Tags = row.Text(12) is { } tags ? JsonSerializer.Deserialize(tags, HistoryJson.Default.DictionaryStringString) : null,
        Parent = row.IsDBNull(13) ? null : new ParentLink(row.GetString(13), row.GetString(14), row.GetString(15), row.GetInt32(16)),
    };

    public static (string Where, List<(string Name, object Value)> Parameters) Where(InstanceFilter filter)
    {
        var conditions = new List<string>();
        var parameters = new List<(string, object)>();
        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((name, value));
            }
        }

        Add("created_at >= $from", "$from", filter.CreatedFrom?.UtcTicks);
        Add("created_at <= $to", "$to", filter.CreatedTo?.UtcTicks);
        Add("completed_at >= $completedFrom", "$completedFrom", filter.CompletedFrom?.UtcTicks);
        Add("completed_at <= $completedTo", "$completedTo", filter.CompletedTo?.UtcTicks);
        Add("substr(instance_id, 1, length($prefix)) = $prefix", "$prefix", filter.InstanceIdPrefix);
        Add("parent_id = $parent", "$parent", filter.ParentInstanceId);
        Add("instance_id > $after", "$after", filter.After);
        if (filter.Statuses is { } statuses)
        {
            conditions.Add($"status IN ({string.Join(',', statuses.Select(s => (int)s))})");
        }

        return (conditions.Count == 0 ? string.Empty : "WHERE " + string.Join(" AND ", conditions), parameters);
    }
}
