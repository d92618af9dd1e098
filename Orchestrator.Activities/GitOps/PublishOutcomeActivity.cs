using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.GitOps;

/// <summary>Puts an outcome into the output queue, at least once.</summary>
public sealed class PublishOutcomeActivity(SourceStore sources, GitOpsOptions options)
{
    /// <returns>The message; null, and nothing is sent, when there is none, or no more.</returns>
    [Function("PublishOutcome")]
    [QueueOutput(GitOpsMessage.OutcomeQueue)]
    public async Task<string?> RunAsync([ActivityTrigger] OutcomeRequest request, CancellationToken cancellation) =>
        await sources.FindOutcomeAsync(request, cancellation).ConfigureAwait(false) is { } outcome
            ? JsonSerializer.Serialize(OutcomeEvents.Of(outcome, options.PublicUrl), ContractJson.Options)
            : null;
}
