using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.History;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.History;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Access;

/// <summary><c>GET /api/refusals[?since=…&amp;limit=…]</c>: calls that were refused, the newest first.</summary>
public sealed class RefusalTriggers(HistoryStore history, TimeProvider time)
{
    [Function("GetRefusals")]
    [RequiresRole(Role.Admin)]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "refusals")] HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            var query = HistoryRequest.Read(request.Query, cluster: null, time.GetUtcNow());
            return ApiResults.Json(await history.ListRefusalsAsync(query.Since, query.Limit, cancellation));
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }
}
