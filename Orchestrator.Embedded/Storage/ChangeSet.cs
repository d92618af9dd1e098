namespace Orchestrator.Embedded.Storage;

/// <summary>Changes that become durable together or not at all.</summary>
public sealed class ChangeSet
{
    /// <summary>Instances to remove with all that belongs to them. Applied first.</summary>
    public List<string> Purged { get; } = [];

    /// <summary>New records; each replaces the record, history and open work that its instance id had. Messages stay.</summary>
    public List<InstanceRecord> Created { get; } = [];

    /// <summary>Changed records of existing instances; id, name, parent, input, tags and creation time stay as they are stored.</summary>
    public List<InstanceRecord> Updated { get; } = [];

    public HistoryStep? History { get; set; }

    public List<OpenWork> Opened { get; } = [];

    /// <summary>Answered or abandoned work, by instance id and event id. Applied before <see cref="Opened"/>.</summary>
    public List<(string InstanceId, int EventId)> Closed { get; } = [];

    public List<InboxMessage> Sent { get; } = [];

    /// <summary>Ids of consumed messages.</summary>
    public List<long> Consumed { get; } = [];
}
