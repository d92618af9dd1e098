namespace Orchestrator.Simulator.Faults;

/// <summary>A long-running operation ends Failed.</summary>
public sealed record OperationFault(string Code, string Message) : Fault;
