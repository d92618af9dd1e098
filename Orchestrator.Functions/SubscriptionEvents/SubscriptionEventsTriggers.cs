using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.SubscriptionEvents;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Contracts.SubscriptionEvents;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.SubscriptionEvents;

/// <summary>
/// <c>PUT|DELETE|GET /api/events/{subscription}</c>: brings the events of an Azure subscription's resources to the app, takes them away, and tells how that goes;
/// with <c>?dryRun=true</c> only the plan.
/// </summary>
public sealed partial class SubscriptionEventsTriggers(SubscriptionEventsStore store, SubscriptionEventsPlanner planner)
{
    [Function("EnableEvents")]
    [RequiresRole(Role.Admin)]
    public Task<IActionResult> EnableAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "events/{subscription}")] HttpRequest request,
        string subscription, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => AnswerAsync(subscription, async () =>
    {
        var (settings, endpoint) = EventsSettingsReader.Read(await BodyAsync(request, cancellation));
        var plan = await planner.PlanAsync(subscription, settings, remove: false, cancellation);
        if (IsDryRun(request) || !HasChanges(plan))
        {
            if (!IsDryRun(request))
            {
                await store.SaveAsync(subscription, settings, endpoint, cancellation);
            }

            return ApiResults.Json(new EventsStatus { Subscription = subscription, Settings = settings, Plan = plan });
        }

        await RefuseWhileRunningAsync(subscription, client, cancellation);
        await store.SaveAsync(subscription, settings, endpoint, cancellation);
        return await StartAsync(request, subscription, settings, plan, remove: false, client, cancellation);
    });

    [Function("DisableEvents")]
    [RequiresRole(Role.Admin)]
    public Task<IActionResult> DisableAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "events/{subscription}")] HttpRequest request,
        string subscription, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => AnswerAsync(subscription, async () =>
    {
        var settings = await store.FindAsync(subscription, cancellation) ?? throw NotEnabled(subscription);
        var plan = await planner.PlanAsync(subscription, settings, remove: true, cancellation);
        if (IsDryRun(request))
        {
            return ApiResults.Json(new EventsStatus { Subscription = subscription, Settings = settings, Plan = plan });
        }

        await RefuseWhileRunningAsync(subscription, client, cancellation);
        return await StartAsync(request, subscription, settings, plan, remove: true, client, cancellation);
    });

    [Function("GetEvents")]
    [RequiresRole(Role.Reader)]
    public Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "events/{subscription}")] HttpRequest request,
        string subscription, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => AnswerAsync(subscription, async () =>
    {
        var settings = await store.FindAsync(subscription, cancellation);
        var instance = await client.GetInstanceAsync(SubscriptionEventsOperation.InstanceId(subscription), getInputsAndOutputs: true, cancellation);
        return settings is null && instance is null ? throw NotEnabled(subscription) : ApiResults.Json(StatusOf(subscription, settings, instance));
    });

    private static EventsStatus StatusOf(string subscription, EventsSettings? settings, OrchestrationMetadata? instance)
    {
        var error = instance is { RuntimeStatus: OrchestrationRuntimeStatus.Completed } ? instance.ReadOutputAs<OrchestratorError>() : null;
        return new EventsStatus
        {
            Subscription = subscription,
            Settings = settings,
            State = instance?.RuntimeStatus switch
            {
                null => null,
                OrchestrationRuntimeStatus.Completed => error is null ? OperationState.Succeeded : OperationState.Failed,
                OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => OperationState.Failed,
                _ => OperationState.Running,
            },
            Detail = instance is { IsCompleted: false, SerializedCustomStatus: not null } ? instance.ReadCustomStatusAs<string>() : null,
            Error = error,
        };
    }

    private static async Task RefuseWhileRunningAsync(string subscription, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(SubscriptionEventsOperation.InstanceId(subscription), cancellation) is { IsCompleted: false })
        {
            throw new OrchestratorException(ErrorCatalog.OperationRunning.With($"The events of subscription {subscription} are being changed.", subscription));
        }
    }

    private static async Task<IActionResult> StartAsync(
        HttpRequest request, string subscription, EventsSettings settings, IReadOnlyList<PlanNode> plan, bool remove, DurableTaskClient client, CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(SubscriptionEventsOperation.InstanceId(subscription));
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(SubscriptionEventsOperation), new EventsStep(subscription, remove, []), options, cancellation);
        request.HttpContext.Response.Headers.Location = $"{request.Scheme}://{request.Host}/api/events/{subscription}";
        return ApiResults.Json(new EventsStatus { Subscription = subscription, Settings = settings, Plan = plan, State = OperationState.Running }, StatusCodes.Status202Accepted);
    }

    private static async Task<IActionResult> AnswerAsync(string subscription, Func<Task<IActionResult>> answer)
    {
        try
        {
            return SubscriptionId().IsMatch(subscription)
                ? await answer()
                : throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"\"{subscription}\" is no subscription.", "subscription", "Write the subscription's id, a UUID."));
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }

    private static async Task<EnableEventsRequest> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<EnableEventsRequest>(request.Body, ContractJson.Options, cancellation) ?? new EnableEventsRequest();
        }
        catch (JsonException problem)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidRequestBody.With($"The request is not understood: {problem.Message}", null, """Send {"functionAppId":"ARM-ID"} or {"endpoint":"https://…"}."""));
        }
    }

    private static bool IsDryRun(HttpRequest request) => string.Equals(request.Query["dryRun"], "true", StringComparison.OrdinalIgnoreCase);

    private static bool HasChanges(IEnumerable<PlanNode> plan) => plan.Any(static node => node.Step.Action is not (PlanAction.Keep or PlanAction.Read));

    private static OrchestratorException NotEnabled(string subscription) =>
        new(ErrorCatalog.EventsNotEnabled.With($"No events of subscription {subscription} are brought here.", subscription));

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubscriptionId();
}
