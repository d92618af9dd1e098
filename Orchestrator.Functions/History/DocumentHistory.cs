using Orchestrator.Activities.History;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;
using Orchestrator.Functions.Access;

namespace Orchestrator.Functions.History;

/// <summary>
/// Notes requests in the document that they change, so that no change is without its entry, whatever dies in between; the entries are written
/// where history is kept right after, or by whoever changes the document next.
/// </summary>
public sealed class DocumentHistory(HistoryStore store, RequestOrigins origins, TimeProvider time)
{
    /// <param name="before">As it was; null: there was none.</param>
    /// <param name="after">As the request makes it.</param>
    public ClusterDocument Note(ClusterDocument? before, ClusterDocument after, HistoryAction action)
    {
        var isNewSpec = before is not null && before.Phase != ClusterPhase.Deleted && before.Generation != after.Generation;
        var changes = isNewSpec ? SpecChanges.Between(before!.Spec, after.Spec) : [];
        var origin = origins.Current;
        var source = origin.Channel == Channel.Queue && action is HistoryAction.Apply or HistoryAction.Prune ? after.Source : null;
        return (after with { NewHistory = null }).Noting(new HistoryEntry
        {
            Cluster = after.Key,
            Time = time.GetUtcNow(),
            Action = action,
            Origin = source is null ? origin : origin with { Caller = new Caller { Kind = CallerKind.Source, Name = source.SourceName, Id = source.Revision } },
            Generation = after.Generation,
            OperationId = after.OperationId,
            Changes = [.. changes.Take(SpecChanges.Most)],
            ChangesLeftOut = Math.Max(0, changes.Count - SpecChanges.Most),
            Source = source,
        });
    }

    public Task WriteAsync(ClusterDocument? document, CancellationToken cancellation) => store.WriteAsync(document, cancellation);
}
