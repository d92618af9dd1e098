using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.SubscriptionEvents;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.SubscriptionEvents;

/// <summary>Brings a subscription's events to their settings, or takes them away: one write after the other, each waited for.</summary>
public static class SubscriptionEventsOperation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    /// <summary>One for each subscription, so that two requests never run side by side.</summary>
    public static string InstanceId(string subscription) => $"events:{subscription.ToLowerInvariant()}";

    [Function(nameof(SubscriptionEventsOperation))]
    public static async Task<OrchestratorError?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, EventsStep input)
    {
        var (retries, written, since) = (new RetryBudget(), input.Written.ToList(), context.CurrentUtcDateTime);
        while (true)
        {
            var outcome = await context.CallActivityAsync<EventsOutcome>("AdvanceSubscriptionEvents", input with { Written = written }, Retried);
            if (outcome.Done)
            {
                return null;
            }

            if (outcome.WrittenId is { } id)
            {
                written.Add(id);
            }

            var delay = outcome.Error is null ? TimeSpan.FromSeconds(outcome.RetryAfterSeconds ?? 5) : retries.Next(outcome.Error);
            if (delay is null)
            {
                return outcome.Error;
            }

            if (context.CurrentUtcDateTime - since > Patience)
            {
                return outcome.Error ?? ErrorCatalog.AzureTimeout.With($"Azure has worked on the subscription's events for more than {Patience.TotalMinutes} minutes: {outcome.Detail}.", input.Subscription);
            }

            context.SetCustomStatus(outcome.Detail ?? outcome.Error?.Message ?? "");
            await context.CreateTimer(delay.Value, CancellationToken.None);
        }
    }
}
