namespace Orchestrator.Simulator.Faults;

/// <summary>A read, or a query of Resource Graph, shows what was there some time ago.</summary>
/// <param name="Lag">At most five minutes.</param>
public sealed record StaleReadFault(TimeSpan Lag) : Fault;
