using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.GitOps;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Drift;

/// <summary>Posts what a check found anew to the webhook, if one is configured. Whoever calls repeats it when it fails.</summary>
public sealed class PostDriftActivity(DriftStore store, DriftOptions options, EventWebhook webhook)
{
    /// <exception cref="HttpRequestException">The webhook did not take it.</exception>
    [Function("PostDrift")]
    public async Task RunAsync([ActivityTrigger] DriftNews news, CancellationToken cancellation)
    {
        if (options.Webhook is { } address && await store.FindReportAsync(news.Cluster, cancellation).ConfigureAwait(false) is { } report)
        {
            await webhook.PostAsync(address, DriftEvents.Of(report, news.EventType!), "drift", cancellation).ConfigureAwait(false);
        }
    }
}
