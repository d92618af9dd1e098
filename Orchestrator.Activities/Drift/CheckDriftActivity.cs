using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Drift;

/// <summary>Checks clusters together, stores their reports, and answers what follows.</summary>
public sealed class CheckDriftActivity(DriftChecks checks, DriftStore store)
{
    [Function("CheckDrift")]
    public async Task<DriftCheckResult> RunAsync([ActivityTrigger] DriftCheckGroup group, CancellationToken cancellation)
    {
        try
        {
            var news = new List<DriftNews>();
            foreach (var report in await checks.CheckAsync(group.Clusters, cancellation).ConfigureAwait(false))
            {
                var before = await store.FindPreviousAsync(report.Cluster, cancellation).ConfigureAwait(false);
                var told = News(report, before);
                if (told.EventType is not null || told.MayRepair)
                {
                    news.Add(told);
                }
            }

            return new DriftCheckResult { News = news };
        }
        catch (OrchestratorException failed)
        {
            return new DriftCheckResult { Error = failed.Error };
        }
    }

    /// <summary>The same drift is told once, and its end once.</summary>
    public static DriftNews News(DriftReport report, DriftReport? before)
    {
        var type = (report.Error, report.Findings.Count) switch
        {
            (not null, _) => null,
            (_, 0) => before is { Findings.Count: > 0 } ? DriftEvent.Repaired : null,
            _ => Told(report).SetEquals(before is null ? [] : Told(before)) ? null : DriftEvent.Detected,
        };
        return new DriftNews(report.Cluster, type, report is { Error: null, Policy: not DriftPolicy.Report, Findings.Count: > 0 });
    }

    private static HashSet<string> Told(DriftReport report) => report.Findings.Select(static f => $"{f.Identity} {f.Found}").ToHashSet(StringComparer.Ordinal);
}
