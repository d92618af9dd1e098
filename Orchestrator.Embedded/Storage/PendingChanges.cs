namespace Orchestrator.Embedded.Storage;

/// <summary>
/// What is durable in the journal and not yet in the tables, already netted: what was opened and closed again, sent and consumed, or overwritten
/// never reaches a table. Not thread-safe.
/// </summary>
internal sealed class PendingChanges
{
    private readonly Dictionary<string, PendingInstance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<long, InboxMessage> _sent = [];
    private readonly List<long> _consumed = [];

    /// <summary>In order of instance id, which is the order of the tables.</summary>
    public IEnumerable<KeyValuePair<string, PendingInstance>> Instances => _instances.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Messages that are not in the tables.</summary>
    public IEnumerable<InboxMessage> Sent => _sent.Values;

    /// <summary>Messages that are in the tables and were consumed.</summary>
    public IEnumerable<long> Consumed => _consumed;

    public PendingInstance? Find(string instanceId) => _instances.GetValueOrDefault(instanceId);

    public void Apply(ChangeSet changes)
    {
        foreach (var instanceId in changes.Purged)
        {
            Instance(instanceId).Purge();
            foreach (var message in _sent.Values.Where(message => message.InstanceId == instanceId).ToList())
            {
                _sent.Remove(message.MessageId);
            }
        }

        changes.Created.ForEach(record => Instance(record.InstanceId).Create(record));
        changes.Updated.ForEach(record => Instance(record.InstanceId).Update(record));
        if (changes.History is { } step)
        {
            Instance(step.InstanceId).Append(step);
        }

        changes.Closed.ForEach(work => Instance(work.InstanceId).Close(work.EventId));
        changes.Opened.ForEach(work => Instance(work.InstanceId).Open(work));
        _consumed.AddRange(changes.Consumed.Where(id => !_sent.Remove(id)));
        changes.Sent.ForEach(message => _sent[message.MessageId] = message);
    }

    public void Clear()
    {
        _instances.Clear();
        _sent.Clear();
        _consumed.Clear();
    }

    private PendingInstance Instance(string instanceId)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            _instances.Add(instanceId, instance = new PendingInstance());
        }

        return instance;
    }
}
