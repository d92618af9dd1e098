namespace Orchestrator.Simulator.EventGrid;

/// <summary>How events are written.</summary>
public enum EventSchema
{
    /// <summary>An array of one event in Event Grid's own schema.</summary>
    EventGrid,

    /// <summary>One event as CloudEvents 1.0.</summary>
    CloudEvents,
}
