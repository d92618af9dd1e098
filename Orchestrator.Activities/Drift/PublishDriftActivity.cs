using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Drift;

/// <summary>Puts what a check found anew into the output queue, at least once.</summary>
public sealed class PublishDriftActivity(DriftStore store)
{
    /// <returns>The message; null, and nothing is sent, when the report is gone with its cluster.</returns>
    [Function("PublishDrift")]
    [QueueOutput(DriftEvent.Queue)]
    public async Task<string?> RunAsync([ActivityTrigger] DriftNews news, CancellationToken cancellation) =>
        await store.FindReportAsync(news.Cluster, cancellation).ConfigureAwait(false) is { } report
            ? JsonSerializer.Serialize(DriftEvents.Of(report, news.EventType!), ContractJson.Options)
            : null;
}
