namespace Orchestrator.Simulator.Faults;

/// <summary>Something happens to an event on its way.</summary>
public sealed record EventFault(EventDisturbance Disturbance, TimeSpan Delay) : Fault;
