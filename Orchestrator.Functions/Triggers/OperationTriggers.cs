using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Triggers;

/// <summary><c>GET /api/operations/{id}</c>.</summary>
public sealed class OperationTriggers(OperationQuery query, ClusterOperations operations, IClusterStore store)
{
    [Function("GetOperation")]
    [RequiresRole(Role.Reader)]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "operations/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        // The host may have died between accepting the operation and starting it; whoever asks next starts it.
        if (OperationInstances.ClusterOf(id) is { } key && await store.FindAsync(key, cancellation) is { } document && document.OperationId == id)
        {
            await operations.EnsureStartedAsync(document, client, cancellation);
        }

        return await query.FindAsync(id, client, cancellation) is { } status
            ? ApiResults.Json(status)
            : ApiResults.Failure(ErrorCatalog.OperationNotFound.With($"There is no operation {id}.", id));
    }
}
