using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Drift;

/// <summary>Drift of a cluster over HTTP: the newest report, and a check now.</summary>
public sealed class DriftTriggers(IClusterStore clusters, DriftStore store, DriftChecks checks, DriftRepairing repairing)
{
    /// <summary>With <c>?previous=true</c> the report before the newest.</summary>
    [Function("GetDrift")]
    [RequiresRole(Role.Reader)]
    public Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{namespace}/{name}/drift")] HttpRequest request,
        string @namespace, string name, CancellationToken cancellation) =>
        AnswerAsync(@namespace, name, cancellation, async document =>
        {
            var report = Is(request, "previous") ? await store.FindPreviousAsync(document.Key, cancellation) : await store.FindReportAsync(document.Key, cancellation);
            return report is null
                ? ApiResults.Failure(ErrorCatalog.NeverChecked.With(Is(request, "previous") ? $"There is no check of {document.Key} before the newest." : $"{document.Key} was never checked for drift.", document.Key.ToString()))
                : ApiResults.Json(report);
        });

    /// <summary>Checks now and does as the cluster's policy says. With <c>?reset=true</c> what was given up is tried again.</summary>
    [Function("CheckDriftNow")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/drift")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        AnswerAsync(@namespace, name, cancellation, async document =>
        {
            if (Is(request, "reset"))
            {
                await repairing.ResetAsync(document.Key, cancellation);
            }

            var reports = await checks.CheckAsync([document.Key], cancellation);
            if (reports.Count == 0)
            {
                return ApiResults.Failure(ErrorCatalog.NotSettled.With($"{document.Key} is {document.Phase} and its generation {document.Generation} is not carried out, or an operation runs.", document.Key.ToString()));
            }

            var before = await store.FindPreviousAsync(document.Key, cancellation);
            var report = await repairing.FollowAsync(document.Key, client, cancellation) ?? reports[0];
            if (CheckDriftActivity.News(report, before) is { EventType: not null } news)
            {
                await client.ScheduleNewOrchestrationInstanceAsync(nameof(DriftTellingOrchestration), news, cancellation);
            }

            return ApiResults.Json(report);
        });

    private static bool Is(HttpRequest request, string option) => string.Equals(request.Query[option], "true", StringComparison.OrdinalIgnoreCase);

    private async Task<IActionResult> AnswerAsync(string @namespace, string name, CancellationToken cancellation, Func<ClusterDocument, Task<IActionResult>> answer)
    {
        var key = new ClusterKey(@namespace, name);
        try
        {
            return await clusters.FindAsync(key, cancellation) is { Phase: not ClusterPhase.Deleted } document
                ? await answer(document)
                : ApiResults.Failure(ErrorCatalog.ClusterNotFound.With($"There is no cluster {key}.", key.ToString()));
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }
}
