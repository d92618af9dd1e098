using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Fleet;

/// <summary><c>/api/fleet</c>: operations over many clusters.</summary>
public sealed class FleetTriggers(FleetOperations fleets)
{
    private const string Shape = """{"action":"Upgrade","selector":"env=prod","upgrade":{"version":"v1.31.2"},"waves":["1","10%","100%"]}""";

    /// <summary>With <c>?dryRun=true</c> only which clusters it would be, in which waves.</summary>
    [Function("StartFleet")]
    [RequiresRole(Role.Operator, ScopesItself = true)]
    public Task<IActionResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fleet")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var fleet = await RequestBody.ReadAsync<FleetRequest>(request, Shape, cancellation);
        return ApiResults.IsTrue(request, "dryRun")
            ? ApiResults.Json(await fleets.PlanAsync(fleet, cancellation))
            : ApiResults.Json(await fleets.StartAsync(fleet, client, cancellation), StatusCodes.Status202Accepted);
    });

    [Function("ListFleets")]
    [RequiresRole(Role.Reader, ScopesItself = true)]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "fleet")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ApiResults.AnswerAsync(async () => ApiResults.Json(await fleets.ListAsync(client, cancellation)));

    [Function("GetFleet")]
    [RequiresRole(Role.Reader, ScopesItself = true)]
    public Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "fleet/{fleet}")] HttpRequest request,
        string fleet, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ApiResults.AnswerAsync(async () => ApiResults.Json(await fleets.FindAsync(fleet, client, cancellation)));

    [Function("SuspendFleet")]
    [RequiresRole(Role.Operator, ScopesItself = true)]
    public Task<IActionResult> SuspendAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fleet/{fleet}/suspend")] HttpRequest request,
        string fleet, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => SteerAsync(fleet, "suspend", client, cancellation);

    [Function("ResumeFleet")]
    [RequiresRole(Role.Operator, ScopesItself = true)]
    public Task<IActionResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fleet/{fleet}/resume")] HttpRequest request,
        string fleet, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => SteerAsync(fleet, "resume", client, cancellation);

    [Function("CancelFleet")]
    [RequiresRole(Role.Operator, ScopesItself = true)]
    public Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fleet/{fleet}/cancel")] HttpRequest request,
        string fleet, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => SteerAsync(fleet, "cancel", client, cancellation);

    private Task<IActionResult> SteerAsync(string id, string verb, DurableTaskClient client, CancellationToken cancellation) =>
        ApiResults.AnswerAsync(async () => ApiResults.Json(await fleets.SteerAsync(id, verb, client, cancellation), StatusCodes.Status202Accepted));
}
