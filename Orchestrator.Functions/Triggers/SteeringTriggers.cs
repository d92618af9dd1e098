using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;

namespace Orchestrator.Functions.Triggers;

/// <summary><c>POST /api/operations/{id}/suspend|resume|cancel[?reason=…]|approve</c>. Each answers 202 with the operation's status.</summary>
public sealed class SteeringTriggers(OperationSteering steering, OperationQuery query, RequestOrigins origins)
{
    [Function("SuspendOperation")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> SuspendAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/suspend")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(request, id, client, () => steering.SuspendAsync(id, ApiResults.Parameter(request, "reason"), client, cancellation), cancellation);

    [Function("ResumeOperation")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/resume")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(request, id, client, () => steering.ResumeAsync(id, ApiResults.Parameter(request, "reason"), client, cancellation), cancellation);

    [Function("CancelOperation")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/cancel")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(request, id, client, () => steering.CancelAsync(id, client, cancellation), cancellation);

    /// <summary>Consents to a step that the spec has wait for it.</summary>
    [Function("ApproveOperation")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> ApproveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/{id}/approve")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(
            request, id, client,
            async () => await steering.ApproveAsync(
                id, (await RequestBody.ReadAsync<ApproveRequest>(request, """{"step":"MachinePool/NAME"}""", cancellation)).Step, origins.Current.Caller.ToString(), client, cancellation),
            cancellation);

    private Task<IActionResult> SteerAsync(HttpRequest request, string id, DurableTaskClient client, Func<Task> steer, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        await steer();
        return ApiResults.Accepted(request, id, await query.FindAsync(id, client, cancellation));
    });
}
