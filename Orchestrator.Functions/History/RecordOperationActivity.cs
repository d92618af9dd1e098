using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.History;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Operations;

namespace Orchestrator.Functions.History;

/// <summary>
/// Keeps an operation as it ended, with every step, for when its orchestration is purged. An operation that plans again is recorded at the end of
/// each of its rounds: steps of earlier rounds stay.
/// </summary>
public sealed class RecordOperationActivity(HistoryStore history, OperationQuery query)
{
    [Function("RecordOperation")]
    public async Task RunAsync([ActivityTrigger] OperationEnd end, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (await query.FindLiveAsync(end.OperationId, end.Progress, client, cancellation) is not { } live)
        {
            return;
        }

        var earlier = await history.FindOperationAsync(end.Cluster, end.OperationId, cancellation);
        await history.SaveOperationAsync(
            live with
            {
                Kind = end.Kind,
                State = OperationStates.OfEnd(end.Error),
                Percent = end.Error is null ? 100 : live.Percent,
                Phase = null,
                UpdatedAt = end.EndedAt,
                ServerTime = null,
                Resources = Merge(earlier?.Resources ?? [], live.Resources),
                Error = end.Error,
            },
            cancellation);
    }

    /// <summary>The later round's word counts, but for what it found done and did not do again.</summary>
    private static IReadOnlyList<StepStatus> Merge(IReadOnlyList<StepStatus> earlier, IReadOnlyList<StepStatus> later)
    {
        var steps = later.ToDictionary(static step => (step.Parent, step.Key));
        foreach (var step in earlier.Where(static step => step.StartedAt is not null))
        {
            if (!steps.TryGetValue((step.Parent, step.Key), out var again) || again.StartedAt is null || again.Detail == "unchanged")
            {
                steps[(step.Parent, step.Key)] = step;
            }
        }

        return [.. steps.Values];
    }
}
