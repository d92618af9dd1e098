namespace Orchestrator.Contracts.Messages;

/// <summary>Payload and name of the external event that an Event Grid event becomes. A hint: the waiter reads the resource again.</summary>
public sealed record ResourceChanged(string ResourceId, string EventType)
{
    /// <summary>Name of the external event for a resource; ids compare case-insensitively.</summary>
    public static string EventName(string resourceId) => $"resource:{resourceId.ToLowerInvariant()}";
}
