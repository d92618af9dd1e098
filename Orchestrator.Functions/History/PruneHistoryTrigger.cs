using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.History;

namespace Orchestrator.Functions.History;

/// <summary>Once a day, forgets what is older than history is to be kept.</summary>
public sealed class PruneHistoryTrigger(HistoryStore history, HistoryOptions options, TimeProvider time, ILogger<PruneHistoryTrigger> log)
{
    [Function("PruneHistory")]
    public async Task RunAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        if (options.Retention is { } retention && await history.RemoveBeforeAsync(time.GetUtcNow() - retention, cancellation) is > 0 and var removed)
        {
            log.LogInformation("Removed {Count} history entries older than {Days} days", removed, retention.TotalDays);
        }
    }
}
