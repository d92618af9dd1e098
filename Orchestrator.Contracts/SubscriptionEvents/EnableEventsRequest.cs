namespace Orchestrator.Contracts.SubscriptionEvents;

/// <summary>Body of <c>PUT /api/events/{subscription}</c>; see <see cref="EventsSettings"/>. One of <c>FunctionAppId</c> and <c>Endpoint</c> is needed.</summary>
/// <param name="Endpoint">Whole address of the Event Grid webhook, with its key.</param>
public sealed record EnableEventsRequest(
    string? ResourceGroup = null, string? Location = null, string? Environment = null, string? FunctionAppId = null, string? Endpoint = null, string? DeadLetterAccountId = null);
