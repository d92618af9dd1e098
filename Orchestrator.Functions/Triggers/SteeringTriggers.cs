using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;

namespace Orchestrator.Functions.Triggers;

/// <summary><c>POST /api/operations/{id}/suspend|resume|cancel[?reason=…]</c>. Each answers 202 with the operation's status.</summary>
public sealed class SteeringTriggers(OperationSteering steering, OperationQuery query)
{
    [Function("SuspendOperation")]
    public Task<IActionResult> SuspendAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/suspend")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(request, id, client, () => steering.SuspendAsync(id, ReasonOf(request), client, cancellation), cancellation);

    [Function("ResumeOperation")]
    public Task<IActionResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/resume")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(request, id, client, () => steering.ResumeAsync(id, ReasonOf(request), client, cancellation), cancellation);

    [Function("CancelOperation")]
    public Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/cancel")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(request, id, client, () => steering.CancelAsync(id, client, cancellation), cancellation);

    private static string? ReasonOf(HttpRequest request) => request.Query["reason"].ToString() is { Length: > 0 } reason ? reason : null;

    private async Task<IActionResult> SteerAsync(HttpRequest request, string id, DurableTaskClient client, Func<Task> steer, CancellationToken cancellation)
    {
        try
        {
            await steer();
            return ApiResults.Accepted(request, id, await query.FindAsync(id, client, cancellation));
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }
}
