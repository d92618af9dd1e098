using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Functions.Operations;

namespace Orchestrator.Functions.Drift;

/// <summary>Acts on a report as the cluster's policy says: a repair is the cluster's ordinary operation, and one at a time like all of them.</summary>
public sealed class DriftRepairing(IClusterStore clusters, DriftStore store, ClusterOperations operations, DriftOptions options, TimeProvider time)
{
    /// <summary>The newest report with what was done about it, also stored; null when there is none.</summary>
    public async Task<DriftReport?> FollowAsync(ClusterKey cluster, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await store.FindReportAsync(cluster, cancellation) is not { } report)
        {
            return null;
        }

        var document = await clusters.FindAsync(cluster, cancellation);
        var repairs = await store.GetRepairsAsync(cluster, cancellation);
        var decision = RepairDecision.Of(report, document?.Spec.Drift, repairs, time.GetUtcNow(), options.MaximumRepairs);
        report = decision.Report;

        // Before the operation starts: a repair that was counted and never made costs a wait, one that is never counted would be made for ever.
        await store.SaveRepairsAsync(cluster, decision.Repairs, cancellation);
        if (decision.Starts)
        {
            var (changed, started) = await operations.RepairAsync(cluster, report.Generation, client, cancellation);
            report = report with { RepairOperationId = started ? changed.OperationId : null };
        }

        await store.UpdateReportAsync(report, cancellation);
        return report;
    }

    /// <summary>Forgets how often things were repaired, so that those that were given up are tried again.</summary>
    public Task ResetAsync(ClusterKey cluster, CancellationToken cancellation) => store.SaveRepairsAsync(cluster, new DriftRepairs(), cancellation);
}
