using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.SubscriptionEvents;

/// <summary>Input of the operation on a subscription's events and of its activity.</summary>
/// <param name="Subscription">The Azure subscription's id.</param>
/// <param name="Remove">Events are taken away.</param>
/// <param name="Written">ARM ids that this operation has written so far: one of them that failed is not tried again.</param>
public sealed record EventsStep(string Subscription, bool Remove, IReadOnlyList<string> Written);
