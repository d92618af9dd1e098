using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>Who gets events. It outlives the process, and so do the events that wait for it.</summary>
/// <param name="Name">The endpoint for a webhook; a name of one's choice in process; the id of an event subscription that is a resource.</param>
/// <param name="Endpoint">Null for a subscription in process.</param>
internal sealed record EventSubscription(string Name, Uri? Endpoint, EventSchema Schema)
{
    /// <summary>Only events of this id and of what is below it; empty for all.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The handler that stands for a destination that is no webhook.</summary>
    public string? Target { get; init; }

    public int MaxAttempts { get; init; } = DeliverySchedule.MaxAttempts;

    public TimeSpan TimeToLive { get; init; } = DeliverySchedule.TimeToLive;

    /// <summary>The container that takes what cannot be delivered; null drops it.</summary>
    public string? DeadLetterContainer { get; init; }

    /// <summary>The <c>filter</c> of the resource; null lets everything pass.</summary>
    public JsonObject? Filter { get; init; }

    internal bool Wants(ResourceEvent resourceEvent) =>
        (Scope.Length == 0 || resourceEvent.Subject.Equals(Scope, StringComparison.OrdinalIgnoreCase) || resourceEvent.Subject.StartsWith(Scope + "/", StringComparison.OrdinalIgnoreCase))
        && (Filter is null || EventFilter.Passes(Filter, resourceEvent));
}
