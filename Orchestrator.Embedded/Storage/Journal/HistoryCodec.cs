using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>
/// How events are stored since format 3: the kind, which members are set, the time since the event before, and the members. The encoding of
/// two lists, one after the other, is that of both together.
/// </summary>
internal static class HistoryCodec
{
    [Flags]
    private enum Members
    {
        EventId = 1,
        TaskScheduledId = 1 << 1,
        Name = 1 << 2,
        Version = 1 << 3,
        Input = 1 << 4,
        Result = 1 << 5,
        InstanceId = 1 << 6,
        Failure = 1 << 7,
        FireAt = 1 << 8,
        Status = 1 << 9,
        Recursive = 1 << 10,
        Tags = 1 << 11,
        TraceParent = 1 << 12,
        TraceState = 1 << 13,
    }

    public static void Write(JournalWriter writer, List<HistoryEvent> events)
    {
        writer.Count(events.Count);
        long before = 0;
        foreach (var item in events)
        {
            Write(writer, item, before);
            before = item.Timestamp.UtcTicks;
        }
    }

    public static void Write(JournalWriter writer, HistoryEvent item) => Write(writer, item, before: 0);

    public static byte[] Bytes(HistoryEvent item)
    {
        var writer = new JournalWriter();
        Write(writer, item);
        return writer.Written.ToArray();
    }

    /// <summary>The events of all the lists that were written one after the other.</summary>
    public static List<HistoryEvent> ReadAll(ReadOnlySpan<byte> source)
    {
        var reader = new JournalReader(source);
        var events = new List<HistoryEvent>();
        while (!reader.IsAtEnd)
        {
            long before = 0;
            for (var count = reader.Count(); count > 0; count--)
            {
                var item = Read(ref reader, before);
                before = item.Timestamp.UtcTicks;
                events.Add(item);
            }
        }

        return events;
    }

    public static HistoryEvent Read(ReadOnlySpan<byte> source)
    {
        var reader = new JournalReader(source);
        return Read(ref reader);
    }

    public static HistoryEvent Read(ref JournalReader reader) => Read(ref reader, before: 0);

    public static void WriteFailure(JournalWriter writer, TaskFailureDetails failure) =>
        writer.Text(JsonSerializer.Serialize(failure, HistoryJson.Default.TaskFailureDetails));

    public static TaskFailureDetails ReadFailure(ref JournalReader reader) =>
        JsonSerializer.Deserialize(reader.Text(), HistoryJson.Default.TaskFailureDetails)!;

    public static void WriteTags(JournalWriter writer, IReadOnlyDictionary<string, string> tags)
    {
        writer.Count(tags.Count);
        foreach (var (name, value) in tags)
        {
            writer.Text(name);
            writer.Text(value);
        }
    }

    public static IReadOnlyDictionary<string, string> ReadTags(ref JournalReader reader)
    {
        var tags = new Dictionary<string, string>();
        for (var count = reader.Count(); count > 0; count--)
        {
            tags.Add(reader.Text(), reader.Text());
        }

        return tags;
    }

    private static void Write(JournalWriter writer, HistoryEvent item, long before)
    {
        var members = MembersOf(item);
        writer.Count((int)item.Kind);
        writer.Count((int)members);
        writer.Signed(item.Timestamp.UtcTicks - before);
        if (members.HasFlag(Members.EventId))
        {
            writer.Signed(item.EventId!.Value);
        }

        if (members.HasFlag(Members.TaskScheduledId))
        {
            writer.Signed(item.TaskScheduledId!.Value);
        }

        WriteTexts(writer, item);
        if (members >= Members.Failure)
        {
            WriteRare(writer, item, members);
        }
    }

    private static void WriteTexts(JournalWriter writer, HistoryEvent item)
    {
        foreach (var text in (ReadOnlySpan<string?>)[item.Name, item.Version, item.Input, item.Result, item.InstanceId])
        {
            if (text is not null)
            {
                writer.Text(text);
            }
        }
    }

    private static void WriteRare(JournalWriter writer, HistoryEvent item, Members members)
    {
        if (item.Failure is { } failure)
        {
            WriteFailure(writer, failure);
        }

        if (item.FireAt is { } fireAt)
        {
            writer.Signed(fireAt.UtcTicks);
        }

        if (item.Status is { } status)
        {
            writer.Count((int)status);
        }

        if (item.Tags is { } tags)
        {
            WriteTags(writer, tags);
        }

        if (members.HasFlag(Members.TraceParent))
        {
            writer.Text(item.TraceParent!);
        }

        if (members.HasFlag(Members.TraceState))
        {
            writer.Text(item.TraceState!);
        }
    }

    private static Members MembersOf(HistoryEvent item) =>
        (item.EventId is null ? 0 : Members.EventId)
        | (item.TaskScheduledId is null ? 0 : Members.TaskScheduledId)
        | (item.Name is null ? 0 : Members.Name)
        | (item.Version is null ? 0 : Members.Version)
        | (item.Input is null ? 0 : Members.Input)
        | (item.Result is null ? 0 : Members.Result)
        | (item.InstanceId is null ? 0 : Members.InstanceId)
        | (item.Failure is null ? 0 : Members.Failure)
        | (item.FireAt is null ? 0 : Members.FireAt)
        | (item.Status is null ? 0 : Members.Status)
        | (item.Recursive ? Members.Recursive : 0)
        | (item.Tags is null ? 0 : Members.Tags)
        | (item.TraceParent is null ? 0 : Members.TraceParent)
        | (item.TraceState is null ? 0 : Members.TraceState);

    // The members of an initializer are read in the order in which they are written here: the order of storage.
    private static HistoryEvent Read(ref JournalReader reader, long before)
    {
        var kind = (EventType)reader.Unsigned();
        var members = (Members)reader.Unsigned();
        return new HistoryEvent
        {
            Kind = kind,
            Timestamp = Time(before + reader.Signed()),
            EventId = members.HasFlag(Members.EventId) ? (int)reader.Signed() : null,
            TaskScheduledId = members.HasFlag(Members.TaskScheduledId) ? (int)reader.Signed() : null,
            Name = members.HasFlag(Members.Name) ? reader.Text() : null,
            Version = members.HasFlag(Members.Version) ? reader.Text() : null,
            Input = members.HasFlag(Members.Input) ? reader.Text() : null,
            Result = members.HasFlag(Members.Result) ? reader.Text() : null,
            InstanceId = members.HasFlag(Members.InstanceId) ? reader.Text() : null,
            Failure = members.HasFlag(Members.Failure) ? ReadFailure(ref reader) : null,
            FireAt = members.HasFlag(Members.FireAt) ? Time(reader.Signed()) : null,
            Status = members.HasFlag(Members.Status) ? (OrchestrationRuntimeStatus)reader.Unsigned() : null,
            Recursive = members.HasFlag(Members.Recursive),
            Tags = members.HasFlag(Members.Tags) ? ReadTags(ref reader) : null,
            TraceParent = members.HasFlag(Members.TraceParent) ? reader.Text() : null,
            TraceState = members.HasFlag(Members.TraceState) ? reader.Text() : null,
        };
    }

    private static DateTimeOffset Time(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new InvalidDataException($"{ticks} is no time.");
}
