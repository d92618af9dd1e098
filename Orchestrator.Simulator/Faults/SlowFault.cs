namespace Orchestrator.Simulator.Faults;

/// <summary>The request takes effect at once, its answer takes its time.</summary>
public sealed record SlowFault(TimeSpan Delay) : Fault;
