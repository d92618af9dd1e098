namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>How a change set is written to the journal. Of updated records only what an update may change; histories so that they need not be read.</summary>
internal static class ChangeSetCodec
{
    /// <summary>Writes the change set; returns where in the writer its history is.</summary>
    public static HistorySlice? Write(JournalWriter writer, ChangeSet changes)
    {
        WriteList(writer, changes.EachPurged, static (to, id) => to.Text(id));
        WriteList(writer, changes.EachCreated, RecordCodec.Write);
        WriteList(writer, changes.EachUpdated, RecordCodec.WriteUpdate);
        var history = WriteHistory(writer, changes.History);
        WriteList(writer, changes.EachOpened, WriteWork);
        WriteList(writer, changes.EachClosed, static (to, closed) =>
        {
            to.Text(closed.InstanceId);
            to.Signed(closed.EventId);
        });
        WriteList(writer, changes.EachSent, WriteMessage);
        WriteList(writer, changes.EachConsumed, static (to, id) => to.Signed(id));
        return history;
    }

    /// <summary>Reads a change set without the events of its history, and where in the source these are.</summary>
    /// <param name="reader">At the change set.</param>
    /// <param name="find">The record as it was before, or null; updated records are made from it.</param>
    public static (ChangeSet Changes, HistorySlice? History) Read(ref JournalReader reader, Func<string, InstanceRecord?> find)
    {
        var changes = new ChangeSet();
        for (var count = reader.Count(); count > 0; count--)
        {
            changes.Purged.Add(reader.Text());
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            changes.Created.Add(RecordCodec.Read(ref reader));
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            var update = RecordCodec.ReadUpdate(ref reader);
            if ((changes.Created.FindLast(created => created.InstanceId == update.InstanceId) ?? find(update.InstanceId)) is { } before)
            {
                changes.Updated.Add(before.With(update));
            }
        }

        var history = ReadHistory(ref reader);
        for (var count = reader.Count(); count > 0; count--)
        {
            changes.Opened.Add(new OpenWork(reader.Text(), reader.Text(), HistoryCodec.Read(ref reader)));
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            changes.Closed.Add((reader.Text(), (int)reader.Signed()));
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            changes.Sent.Add(ReadMessage(ref reader));
        }

        for (var count = reader.Count(); count > 0; count--)
        {
            changes.Consumed.Add(reader.Signed());
        }

        return (changes, history);
    }

    private static void WriteList<T>(JournalWriter writer, ReadOnlySpan<T> list, Action<JournalWriter, T> write)
    {
        writer.Count(list.Length);
        foreach (var item in list)
        {
            write(writer, item);
        }
    }

    private static HistorySlice? WriteHistory(JournalWriter writer, HistoryStep? step)
    {
        writer.Count(step is null ? 0 : 1);
        if (step is null)
        {
            return null;
        }

        writer.Text(step.InstanceId);
        writer.Count(step.Step);
        var length = writer.Skip(sizeof(int));
        var start = writer.Length;
        HistoryCodec.Write(writer, step.Events);
        writer.SetInt32(length, writer.Length - start);
        return new HistorySlice(step.InstanceId, step.Step, start, writer.Length - start);
    }

    private static HistorySlice? ReadHistory(ref JournalReader reader)
    {
        if (reader.Count() == 0)
        {
            return null;
        }

        var instanceId = reader.Text();
        var step = (int)reader.Unsigned();
        var length = reader.Int32();
        var start = reader.Position;
        reader.Raw(length);
        return new HistorySlice(instanceId, step, start, length);
    }

    private static void WriteWork(JournalWriter writer, OpenWork work)
    {
        writer.Text(work.InstanceId);
        writer.Text(work.ExecutionId);
        HistoryCodec.Write(writer, work.Event);
    }

    private static void WriteMessage(JournalWriter writer, InboxMessage message)
    {
        writer.Signed(message.MessageId);
        writer.Text(message.InstanceId);
        RecordCodec.WriteOptional(writer, message.ExecutionId);
        RecordCodec.WriteTime(writer, message.VisibleAt);
        HistoryCodec.Write(writer, message.Event);
    }

    private static InboxMessage ReadMessage(ref JournalReader reader) => new(
        reader.Signed(), reader.Text(), RecordCodec.ReadOptional(ref reader), RecordCodec.ReadTime(ref reader), HistoryCodec.Read(ref reader));
}
