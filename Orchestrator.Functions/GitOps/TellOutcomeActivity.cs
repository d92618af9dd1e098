using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.GitOps;

/// <summary>Has an operation's end told after what is told already.</summary>
public sealed class TellOutcomeActivity(SourceStore sources, OutcomeTelling telling)
{
    [Function("TellOutcome")]
    public async Task RunAsync([ActivityTrigger] OutcomeRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (await sources.FindEndAsync(request.Cluster!, request.Id, cancellation) is { } end)
        {
            await telling.TellAsync(end, client, cancellation);
        }
    }
}
