namespace Orchestrator.Embedded.Storage;

/// <summary>A change set as the journal holds it: no empty lists, and of updated records only what an update may change.</summary>
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

    public static JournalEntry From(ChangeSet changes) => new()
    {
        Purged = Some(changes.Purged),
        Created = Some(changes.Created),
        Updated = changes.Updated.Count == 0 ? null : changes.Updated.ConvertAll(Changeable),
        History = changes.History,
        Opened = Some(changes.Opened),
        Closed = Some(changes.Closed),
        Sent = Some(changes.Sent),
        Consumed = Some(changes.Consumed),
    };

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
                changes.Updated.Add(Apply(before, update));
            }
        }

        changes.Opened.AddRange(Opened ?? []);
        changes.Closed.AddRange(Closed ?? []);
        changes.Sent.AddRange(Sent ?? []);
        changes.Consumed.AddRange(Consumed ?? []);
        return changes;
    }

    // Inputs can be large, and every step updates the record.
    private static InstanceRecord Changeable(InstanceRecord record) =>
        record with { Name = string.Empty, Version = string.Empty, Input = null, Tags = null, Parent = null };

    private static InstanceRecord Apply(InstanceRecord before, InstanceRecord update) => before with
    {
        Status = update.Status,
        LastUpdatedAt = update.LastUpdatedAt,
        CompletedAt = update.CompletedAt,
        Output = update.Output,
        CustomStatus = update.CustomStatus,
        Failure = update.Failure,
    };

    private static List<T>? Some<T>(List<T> list) => list.Count == 0 ? null : list;
}
