using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>How an instance's record is written to the journal.</summary>
internal static class RecordCodec
{
    public static void Write(JournalWriter writer, InstanceRecord record)
    {
        writer.Text(record.ExecutionId);
        writer.Text(record.Name);
        writer.Text(record.Version);
        writer.Signed(record.CreatedAt.UtcTicks);
        WriteOptional(writer, record.Input);
        writer.Count(record.Tags is null ? 0 : 1);
        if (record.Tags is { } tags)
        {
            HistoryCodec.WriteTags(writer, tags);
        }

        writer.Count(record.Parent is null ? 0 : 1);
        if (record.Parent is { } parent)
        {
            writer.Text(parent.InstanceId);
            writer.Text(parent.ExecutionId);
            writer.Text(parent.Name);
            writer.Signed(parent.EventId);
        }

        WriteUpdate(writer, record);
    }

    // The members of an initializer are read in the order in which they are written here: the order of storage.
    public static InstanceRecord Read(ref JournalReader reader)
    {
        var record = new InstanceRecord
        {
            InstanceId = string.Empty,
            ExecutionId = reader.Text(),
            Name = reader.Text(),
            Version = reader.Text(),
            CreatedAt = new DateTimeOffset(reader.Signed(), TimeSpan.Zero),
            Input = ReadOptional(ref reader),
            Tags = reader.Count() == 0 ? null : HistoryCodec.ReadTags(ref reader),
            Parent = reader.Count() == 0 ? null : new ParentLink(reader.Text(), reader.Text(), reader.Text(), (int)reader.Signed()),
        };
        var state = ReadUpdate(ref reader);
        return (record with { InstanceId = state.InstanceId }).With(state);
    }

    /// <summary>Writes what an update of a record may change.</summary>
    public static void WriteUpdate(JournalWriter writer, InstanceRecord record)
    {
        writer.Text(record.InstanceId);
        writer.Count((int)record.Status);
        writer.Signed(record.LastUpdatedAt.UtcTicks);
        WriteTime(writer, record.CompletedAt);
        WriteOptional(writer, record.Output);
        WriteOptional(writer, record.CustomStatus);
        writer.Count(record.Failure is null ? 0 : 1);
        if (record.Failure is { } failure)
        {
            HistoryCodec.WriteFailure(writer, failure);
        }
    }

    /// <summary>A record of what an update may change, and nothing else.</summary>
    public static InstanceRecord ReadUpdate(ref JournalReader reader) => new()
    {
        ExecutionId = string.Empty,
        Name = string.Empty,
        InstanceId = reader.Text(),
        Status = (OrchestrationRuntimeStatus)reader.Unsigned(),
        LastUpdatedAt = new DateTimeOffset(reader.Signed(), TimeSpan.Zero),
        CompletedAt = ReadTime(ref reader),
        Output = ReadOptional(ref reader),
        CustomStatus = ReadOptional(ref reader),
        Failure = reader.Count() == 0 ? null : HistoryCodec.ReadFailure(ref reader),
    };

    public static void WriteOptional(JournalWriter writer, string? text)
    {
        writer.Count(text is null ? 0 : 1);
        if (text is not null)
        {
            writer.Text(text);
        }
    }

    public static string? ReadOptional(ref JournalReader reader) => reader.Count() == 0 ? null : reader.Text();

    public static void WriteTime(JournalWriter writer, DateTimeOffset? time) => writer.Signed(time?.UtcTicks ?? -1);

    public static DateTimeOffset? ReadTime(ref JournalReader reader) => reader.Signed() is >= 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
