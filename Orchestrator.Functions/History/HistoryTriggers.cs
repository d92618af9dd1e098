using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.History;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.History;

/// <summary>
/// <c>GET /api/clusters/{namespace}/{name}/history</c> and <c>GET /api/history[?namespace=…]</c>, both with
/// <c>since</c>, <c>operation</c>, <c>limit</c> and <c>before</c>. Of clusters that are gone too.
/// </summary>
public sealed class HistoryTriggers(HistoryStore history, RequestOrigins origins, TimeProvider time)
{
    [Function("GetClusterHistory")]
    [RequiresRole(Role.Reader)]
    public Task<IActionResult> OfClusterAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{namespace}/{name}/history")] HttpRequest request,
        string @namespace, string name, CancellationToken cancellation) => ListAsync(request, new ClusterKey(@namespace, name), cancellation);

    [Function("GetHistory")]
    [RequiresRole(Role.Reader, ScopesItself = true)]
    public Task<IActionResult> OfAllAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "history")] HttpRequest request, CancellationToken cancellation) => ListAsync(request, cluster: null, cancellation);

    private async Task<IActionResult> ListAsync(HttpRequest request, ClusterKey? cluster, CancellationToken cancellation)
    {
        try
        {
            var query = HistoryRequest.Read(request.Query, cluster, time.GetUtcNow());
            var access = origins.Access;
            var page = await history.ListAsync(query with { Namespaces = name => query.Namespaces(name) && access.MayEnter(name) }, cancellation);
            return cluster is not null && page.Entries.Count == 0 && query is { Since: null, OperationId: null, Before: null }
                ? ApiResults.Failure(ErrorCatalog.ClusterNotFound.With($"There is no cluster {cluster}, and history knows of none.", cluster.ToString()))
                : ApiResults.Json(page);
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }
}
