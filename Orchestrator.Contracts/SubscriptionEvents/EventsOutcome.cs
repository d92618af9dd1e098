using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.SubscriptionEvents;

/// <summary>What one call of the activity did: at most one write.</summary>
/// <param name="Done">Everything is as it shall be.</param>
/// <param name="Detail">What is being done, for the status.</param>
/// <param name="RetryAfterSeconds">When to go on.</param>
/// <param name="WrittenId">ARM id of what was written or deleted.</param>
/// <param name="Error">Why it cannot go on, or not now.</param>
public sealed record EventsOutcome(bool Done, string? Detail = null, int? RetryAfterSeconds = null, string? WrittenId = null, OrchestratorError? Error = null);
