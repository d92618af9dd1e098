using System.Runtime.InteropServices;

namespace Orchestrator.Embedded.Storage;

/// <summary>Changes that become durable together or not at all.</summary>
public sealed class ChangeSet
{
    // Most of them stay empty in most change sets, and there are many change sets.
    private List<string>? _purged;
    private List<InstanceRecord>? _created;
    private List<InstanceRecord>? _updated;
    private List<OpenWork>? _opened;
    private List<(string InstanceId, int EventId)>? _closed;
    private List<InboxMessage>? _sent;
    private List<long>? _consumed;

    /// <summary>Instances to remove with all that belongs to them. Applied first.</summary>
    public List<string> Purged => _purged ??= [];

    /// <summary>New records; each replaces the record, history and open work that its instance id had. Messages stay.</summary>
    public List<InstanceRecord> Created => _created ??= [];

    /// <summary>Changed records of existing instances; id, name, parent, input, tags and creation time stay as they are stored.</summary>
    public List<InstanceRecord> Updated => _updated ??= [];

    public HistoryStep? History { get; set; }

    public List<OpenWork> Opened => _opened ??= [];

    /// <summary>Answered or abandoned work, by instance id and event id. Applied before <see cref="Opened"/>.</summary>
    public List<(string InstanceId, int EventId)> Closed => _closed ??= [];

    public List<InboxMessage> Sent => _sent ??= [];

    /// <summary>Ids of consumed messages.</summary>
    public List<long> Consumed => _consumed ??= [];

    internal ReadOnlySpan<string> EachPurged => CollectionsMarshal.AsSpan(_purged);

    internal ReadOnlySpan<InstanceRecord> EachCreated => CollectionsMarshal.AsSpan(_created);

    internal ReadOnlySpan<InstanceRecord> EachUpdated => CollectionsMarshal.AsSpan(_updated);

    internal ReadOnlySpan<OpenWork> EachOpened => CollectionsMarshal.AsSpan(_opened);

    internal ReadOnlySpan<(string InstanceId, int EventId)> EachClosed => CollectionsMarshal.AsSpan(_closed);

    internal ReadOnlySpan<InboxMessage> EachSent => CollectionsMarshal.AsSpan(_sent);

    internal ReadOnlySpan<long> EachConsumed => CollectionsMarshal.AsSpan(_consumed);
}
