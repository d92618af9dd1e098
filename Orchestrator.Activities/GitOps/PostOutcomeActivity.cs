using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.GitOps;

/// <summary>Posts an outcome to the webhook, if one is configured. Whoever calls repeats it when it fails.</summary>
public sealed class PostOutcomeActivity(SourceStore sources, GitOpsOptions options, EventWebhook webhook)
{
    /// <exception cref="HttpRequestException">The webhook did not take it.</exception>
    [Function("PostOutcome")]
    public async Task RunAsync([ActivityTrigger] OutcomeRequest request, CancellationToken cancellation)
    {
        if (options.Webhook is { } address && await sources.FindOutcomeAsync(request, cancellation).ConfigureAwait(false) is { } outcome)
        {
            await webhook.PostAsync(address, OutcomeEvents.Of(outcome, options.PublicUrl), "outcomes", cancellation).ConfigureAwait(false);
        }
    }
}
