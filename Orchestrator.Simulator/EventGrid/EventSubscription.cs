namespace Orchestrator.Simulator.EventGrid;

/// <summary>Who gets events. It outlives the process, and so do the events that wait for it.</summary>
/// <param name="Name">The endpoint for a webhook; a name of one's choice in process.</param>
/// <param name="Endpoint">Null for a subscription in process.</param>
internal sealed record EventSubscription(string Name, Uri? Endpoint, EventSchema Schema);
