namespace Orchestrator.Embedded.Storage.Formats;

/// <summary>A change set as format 2 held it in the journal table.</summary>
internal sealed record JournalEntry
{
    public List<string>? Purged { get; init; }

    public List<InstanceRecord>? Created { get; init; }

    public List<InstanceRecord>? Updated { get; init; }

    public HistoryStep? History { get; init; }

    public List<OpenWork>? Opened { get; init; }

    public List<(string InstanceId, int EventId)>? Closed { get; init; }

    public List<InboxMessage>? Sent { get; init; }

    public List<long>? Consumed { get; init; }

    /// <param name="find">The record as it was before the entry, or null.</param>
    public ChangeSet ToChanges(Func<string, InstanceRecord?> find)
    {
        var changes = new ChangeSet { History = History };
        changes.Purged.AddRange(Purged ?? []);
        changes.Created.AddRange(Created ?? []);
        foreach (var update in Updated ?? [])
        {
            if ((Created?.FindLast(created => created.InstanceId == update.InstanceId) ?? find(update.InstanceId)) is { } before)
            {
                changes.Updated.Add(before.With(update));
            }
        }

        changes.Opened.AddRange(Opened ?? []);
        changes.Closed.AddRange(Closed ?? []);
        changes.Sent.AddRange(Sent ?? []);
        changes.Consumed.AddRange(Consumed ?? []);
        return changes;
    }
}
