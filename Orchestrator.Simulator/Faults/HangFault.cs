namespace Orchestrator.Simulator.Faults;

/// <summary>A long-running operation is accepted, goes on for this long, and then does what it would have done.</summary>
public sealed record HangFault(TimeSpan Duration) : Fault;
