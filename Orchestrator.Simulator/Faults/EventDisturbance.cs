namespace Orchestrator.Simulator.Faults;

/// <summary>What can happen to an event.</summary>
public enum EventDisturbance
{
    Lost,
    Duplicated,
    Delayed,
    Reordered,
}
