using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Activities.SubscriptionEvents;

/// <summary>Takes a subscription's events one step on: what is not as it shall be, and not being worked on, is written or deleted, one thing in each call.</summary>
public sealed class AdvanceSubscriptionEventsActivity(SubscriptionEventsPlanner planner, SubscriptionEventsStore store, IResourceIndex index)
{
    private const int PollSeconds = 5;

    [Function("AdvanceSubscriptionEvents")]
    public async Task<EventsOutcome> RunAsync([ActivityTrigger] EventsStep step, CancellationToken cancellation)
    {
        try
        {
            if (await store.FindAsync(step.Subscription, cancellation).ConfigureAwait(false) is not { } settings)
            {
                return new EventsOutcome(Done: true);
            }

            var arm = await planner.ConnectAsync(step.Subscription, settings, cancellation).ConfigureAwait(false);
            foreach (var resource in await planner.CompareAsync(arm, step.Subscription, settings, step.Remove, cancellation).ConfigureAwait(false))
            {
                if (await AdvanceAsync(arm, resource, step, settings, cancellation).ConfigureAwait(false) is { } outcome)
                {
                    return outcome;
                }
            }

            if (step.Remove)
            {
                await store.RemoveAsync(step.Subscription, cancellation).ConfigureAwait(false);
            }

            return new EventsOutcome(Done: true);
        }
        catch (OrchestratorException problem)
        {
            return new EventsOutcome(Done: false, Error: problem.Error);
        }
    }

    /// <summary>Null when the resource is as it shall be.</summary>
    private async Task<EventsOutcome?> AdvanceAsync(ArmConnection arm, EventResource resource, EventsStep step, EventsSettings settings, CancellationToken cancellation)
    {
        var wasWritten = step.Written.Contains(resource.Id, StringComparer.OrdinalIgnoreCase);
        if (resource.State == ResourceState.Failed && wasWritten)
        {
            // Only another request writes it again: this one has tried.
            var why = await WhyAsync(arm, resource, step, cancellation).ConfigureAwait(false);
            return new EventsOutcome(Done: false, Error: why with { Retry = RetryClass.NeedsUser });
        }

        if (resource.State == ResourceState.InProgress || (wasWritten && resource.Node.Step.Action == PlanAction.Delete))
        {
            return new EventsOutcome(Done: false, $"waiting for {resource.Node.Step.Key}", PollSeconds);
        }

        if (!resource.IsChange)
        {
            return null;
        }

        var sent = await SendAsync(arm, resource, step, settings, cancellation).ConfigureAwait(false);
        if (sent.Error is not null && !sent.IsNotFound)
        {
            return new EventsOutcome(Done: false, Error: sent.Error);
        }

        if (sent.Operation is { } operation)
        {
            await index.SetOperationAsync(resource.Id, operation.ToString(), cancellation).ConfigureAwait(false);
        }

        return new EventsOutcome(Done: false, $"{(step.Remove ? "deleting" : "writing")} {resource.Node.Step.Key}", sent.RetryAfterSeconds ?? PollSeconds, resource.Id);
    }

    private async Task<ArmResponse> SendAsync(ArmConnection arm, EventResource resource, EventsStep step, EventsSettings settings, CancellationToken cancellation)
    {
        var operation = SubscriptionEventsPlanner.OperationOf(step.Subscription);
        if (resource.Node.Step.Action == PlanAction.Delete)
        {
            return await arm.DeleteAsync(resource.Id, operation, cancellation).ConfigureAwait(false);
        }

        var body = resource.Node.Step.Kind == EventBodies.SubscriptionKind && settings.FunctionAppId is null
            ? EventBodies.Subscription(settings, await store.FindEndpointAsync(step.Subscription, cancellation).ConfigureAwait(false) ?? throw NoEndpoint(step.Subscription))
            : (JsonObject)resource.Body!.DeepClone();
        return await arm.PutAsync(resource.Id, body, resource.ETag, operation, cancellation).ConfigureAwait(false);
    }

    private async Task<OrchestratorError> WhyAsync(ArmConnection arm, EventResource resource, EventsStep step, CancellationToken cancellation)
    {
        var stored = await index.FindOperationAsync(resource.Id, cancellation).ConfigureAwait(false);
        var status = stored is null ? null : await arm.CheckAsync(ArmOperation.Parse(stored), resource.Id, SubscriptionEventsPlanner.OperationOf(step.Subscription), cancellation).ConfigureAwait(false);
        return status?.Fault is { } fault
            ? ArmErrorMap.ToFailure(fault, resource.Id, ArmVerb.Put)
            : ErrorCatalog.EventsNotDelivered.With($"Azure reports that {resource.Node.Step.Key} has failed.", resource.Id);
    }

    private static OrchestratorException NoEndpoint(string subscription) =>
        new(ErrorCatalog.BrokenReference.With("The endpoint's address is not stored any more.", subscription, "Enable the events again with the endpoint."));
}
