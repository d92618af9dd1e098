using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.GitOps;

/// <summary>Takes what was told out of a line, and names what is next.</summary>
public sealed class NextOutcomeActivity(SourceStore sources)
{
    /// <returns>Null: nothing is left for this run.</returns>
    [Function("NextOutcome")]
    public async Task<OutcomeRequest?> RunAsync([ActivityTrigger] OutcomeTurn turn, CancellationToken cancellation)
    {
        // A run that is over has nothing to say, however often it is asked.
        var line = await sources.ChangeLineAsync(turn.Cluster, line => line.Run == turn.Run && line.IsRunning ? line.Without(turn.Told) : line, cancellation).ConfigureAwait(false);
        return line.Run == turn.Run && line is { IsRunning: true, Waiting: [var next, ..] } ? new OutcomeRequest(turn.Cluster, next.Id) : null;
    }
}
