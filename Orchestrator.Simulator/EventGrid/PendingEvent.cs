namespace Orchestrator.Simulator.EventGrid;

/// <summary>One delivery that is owed.</summary>
internal sealed record PendingEvent(string Key, string Subscription, string EventId, string Json, int Attempts, DateTimeOffset Published, DateTimeOffset Due);
