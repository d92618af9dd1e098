using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>
/// What one file of the journal holds and the tables do not, already netted: what was opened and closed again, sent and consumed, or overwritten
/// never reaches a table. Not thread-safe.
/// </summary>
internal sealed class PendingChanges(JournalSegment segment) : IDisposable
{
    private readonly Dictionary<string, PendingInstance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<long, InboxMessage> _sent = [];
    private readonly HashSet<long> _consumed = [];
    private readonly List<HistorySlice?> _histories = [];

    public JournalSegment Segment => segment;

    public IEnumerable<KeyValuePair<string, PendingInstance>> Instances => _instances;

    /// <summary>Messages that are not in the tables.</summary>
    public IEnumerable<InboxMessage> Sent => _sent.Values;

    /// <summary>Messages that came before this file and were consumed.</summary>
    public IEnumerable<long> Consumed => _consumed;

    public PendingInstance? Find(string instanceId) => _instances.GetValueOrDefault(instanceId);

    /// <summary>Makes the change sets durable, then applies them.</summary>
    public void Commit(IReadOnlyList<ChangeSet> changes, JournalWriter frame) => Apply(changes, Append(changes, frame));

    /// <summary>Makes the change sets durable and says where their histories are (until the next call); <c>Apply</c> makes them seen.</summary>
    public IReadOnlyList<HistorySlice?> Append(IReadOnlyList<ChangeSet> changes, JournalWriter frame)
    {
        frame.Clear();
        frame.Skip(JournalFrame.HeaderLength);
        _histories.Clear();
        foreach (var change in changes)
        {
            _histories.Add(ChangeSetCodec.Write(frame, change) is { } slice ? slice with { Offset = segment.End + slice.Offset } : null);
        }

        segment.Append(frame);
        return _histories;
    }

    public void Apply(IReadOnlyList<ChangeSet> changes, IReadOnlyList<HistorySlice?> histories)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            Apply(changes[i], histories[i]);
        }
    }

    /// <summary>Takes up what the file holds.</summary>
    /// <param name="isNewest">Whether its last frame may be torn.</param>
    /// <param name="find">The record of an instance as it was before.</param>
    public void Recover(bool isNewest, Func<string, InstanceRecord?> find) => segment.Recover(isNewest, (content, offset) =>
    {
        var reader = new JournalReader(content);
        while (!reader.IsAtEnd)
        {
            var (changes, history) = ChangeSetCodec.Read(ref reader, find);
            Apply(changes, history is { } slice ? slice with { Offset = offset + slice.Offset } : null);
        }
    });

    private void Apply(ChangeSet changes, HistorySlice? history)
    {
        foreach (var instanceId in changes.EachPurged)
        {
            Instance(instanceId).Purge();
            foreach (var message in _sent.Values.Where(message => message.InstanceId == instanceId).ToList())
            {
                _sent.Remove(message.MessageId);
            }
        }

        foreach (var record in changes.EachCreated)
        {
            Instance(record.InstanceId).Create(record);
        }

        foreach (var record in changes.EachUpdated)
        {
            Instance(record.InstanceId).Update(record);
        }

        if (history is { } slice)
        {
            Instance(slice.InstanceId).Append(slice);
        }

        foreach (var (instanceId, eventId) in changes.EachClosed)
        {
            Instance(instanceId).Close(eventId);
        }

        foreach (var work in changes.EachOpened)
        {
            Instance(work.InstanceId).Open(work);
        }

        foreach (var id in changes.EachConsumed)
        {
            if (!_sent.Remove(id))
            {
                _consumed.Add(id);
            }
        }

        foreach (var message in changes.EachSent)
        {
            _sent[message.MessageId] = message;
        }
    }

    /// <summary>Reads the events that the file holds of an instance, in the encoding of <see cref="HistoryCodec"/>.</summary>
    public byte[] ReadEvents(IReadOnlyList<HistorySlice> slices)
    {
        var events = new byte[slices.Sum(slice => slice.Length)];
        var filled = 0;
        foreach (var slice in slices)
        {
            segment.Read(events.AsSpan(filled, slice.Length), slice.Offset);
            filled += slice.Length;
        }

        return events;
    }

    public void Dispose() => segment.Dispose();

    private PendingInstance Instance(string instanceId)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            _instances.Add(instanceId, instance = new PendingInstance());
        }

        return instance;
    }
}
