using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Drift;

/// <summary>The clusters whose check is due, by what one read can serve.</summary>
public sealed class ListDriftChecksActivity(IClusterStore clusters, DriftStore store, TimeProvider time)
{
    /// <summary>Keeps queries and answers small.</summary>
    private const int LargestGroup = 50;

    [Function("ListDriftChecks")]
    public async Task<IReadOnlyList<DriftCheckGroup>> RunAsync([ActivityTrigger] string? reason, CancellationToken cancellation)
    {
        var due = new List<ClusterDocument>();
        foreach (var document in await clusters.ListAsync(cancellation).ConfigureAwait(false))
        {
            if (DriftSubject.IsSettled(document) && await IsDueAsync(document, cancellation).ConfigureAwait(false))
            {
                due.Add(document);
            }
        }

        return
        [
            .. due.GroupBy(static d => DriftChecks.ShareOf(d.Spec), StringComparer.Ordinal)
                .SelectMany(static share => share.Select(static d => d.Key).Chunk(LargestGroup))
                .Select(static keys => new DriftCheckGroup(keys)),
        ];
    }

    private async Task<bool> IsDueAsync(ClusterDocument document, CancellationToken cancellation)
    {
        if (document.Spec.Drift?.Schedule is not { } schedule)
        {
            return true;
        }

        var last = await store.FindReportAsync(document.Key, cancellation).ConfigureAwait(false);
        return CronSchedule.Parse(schedule).IsDue(last?.CheckedAt ?? document.CreatedAt, time.GetUtcNow());
    }
}
