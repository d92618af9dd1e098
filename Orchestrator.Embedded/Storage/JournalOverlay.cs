using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>
/// What the journal's files say, laid over what the tables hold. Laying a file over tables that hold it already changes nothing. Not thread-safe.
/// </summary>
internal sealed class JournalOverlay
{
    private readonly List<PendingChanges> _files = [];

    /// <summary>The file that commits go to.</summary>
    public PendingChanges Newest => _files[^1];

    /// <summary>The file that is to be moved into the tables next; null if there is only the newest.</summary>
    public PendingChanges? Oldest => _files.Count > 1 ? _files[0] : null;

    public IReadOnlyList<PendingChanges> Files => _files;

    public void Add(PendingChanges file) => _files.Add(file);

    public void RemoveOldest() => _files.RemoveAt(0);

    /// <summary>True if the journal knows what became of the instance; its record is null if it does not exist.</summary>
    public bool TryFind(string instanceId, out InstanceRecord? record)
    {
        for (var i = _files.Count - 1; i >= 0; i--)
        {
            if (_files[i].Find(instanceId) is { } pending && (pending.Record is not null || pending.IsReplaced))
            {
                record = pending.Record;
                return true;
            }
        }

        record = null;
        return false;
    }

    /// <summary>The instance's history, given how to read what the tables hold of it.</summary>
    public InstanceHistory History(string instanceId, Func<InstanceHistory> readTables)
    {
        var files = _files.FindAll(file => file.Find(instanceId) is not null);
        var first = files.FindLastIndex(file => file.Find(instanceId)!.IsReplaced);
        var (events, steps) = first < 0 ? readTables() : new InstanceHistory([], 0);
        foreach (var file in files.Skip(Math.Max(first, 0)))
        {
            List<HistorySlice> slices = [.. file.Find(instanceId)!.History.Where(slice => slice.Step >= steps)];
            events.AddRange(HistoryCodec.ReadAll(file.ReadEvents(slices)));
            steps = slices.Count > 0 ? slices[^1].Step + 1 : steps;
        }

        return new InstanceHistory(events, steps);
    }

    public OpenWorkSnapshot Lay(OpenWorkSnapshot tables)
    {
        var work = tables.Work.GroupBy(open => open.InstanceId, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToDictionary(EventId), StringComparer.Ordinal);
        var messages = tables.Messages.ToDictionary(message => message.MessageId);
        foreach (var file in _files)
        {
            LayWork(file, work);
            LayMessages(file, messages);
        }

        return new OpenWorkSnapshot(
            [.. work.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Values.OrderBy(EventId))],
            [.. messages.Values.OrderBy(message => message.MessageId)]);
    }

    /// <summary>The instances that match, given how to read those of the tables that match, in order; it stops reading when there are enough.</summary>
    public List<InstanceRecord> Query(InstanceFilter filter, Func<Func<string, bool>, List<InstanceRecord>> readTables)
    {
        var known = new Dictionary<string, InstanceRecord?>(StringComparer.Ordinal);
        for (var i = _files.Count - 1; i >= 0; i--)
        {
            foreach (var (instanceId, pending) in _files[i].Instances)
            {
                if (pending.Record is not null || pending.IsReplaced)
                {
                    known.TryAdd(instanceId, pending.Record);
                }
            }
        }

        var found = readTables(instanceId => !known.ContainsKey(instanceId));
        found.AddRange(known.Values.OfType<InstanceRecord>().Where(filter.Matches));
        found.Sort((a, b) => TableOrder.Instance.Compare(a.InstanceId, b.InstanceId));
        return found.Count > filter.Limit ? found.GetRange(0, filter.Limit) : found;
    }

    private static void LayWork(PendingChanges file, Dictionary<string, Dictionary<int, OpenWork>> work)
    {
        foreach (var (instanceId, pending) in file.Instances)
        {
            if (pending.IsReplaced)
            {
                work.Remove(instanceId);
            }

            if (work.TryGetValue(instanceId, out var open))
            {
                foreach (var eventId in pending.Closed)
                {
                    open.Remove(eventId);
                }
            }
            else if (pending.Opened.Count > 0)
            {
                work.Add(instanceId, open = []);
            }

            foreach (var opened in pending.Opened)
            {
                open![EventId(opened)] = opened;
            }
        }
    }

    private static void LayMessages(PendingChanges file, Dictionary<long, InboxMessage> messages)
    {
        HashSet<string> purged = [.. file.Instances.Where(pair => pair.Value.IsPurged).Select(pair => pair.Key)];
        foreach (var message in purged.Count == 0 ? [] : messages.Values.Where(message => purged.Contains(message.InstanceId)).ToList())
        {
            messages.Remove(message.MessageId);
        }

        foreach (var id in file.Consumed)
        {
            messages.Remove(id);
        }

        foreach (var message in file.Sent)
        {
            messages[message.MessageId] = message;
        }
    }

    private static int EventId(OpenWork work) => work.Event.EventId!.Value;
}
