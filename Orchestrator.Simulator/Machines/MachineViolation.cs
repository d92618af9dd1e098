namespace Orchestrator.Simulator.Machines;

/// <summary>Something that was done to machines and would have hurt a real cluster.</summary>
/// <param name="At">When it happened, in simulated time.</param>
/// <param name="ResourceId">The machine by which it happened.</param>
public sealed record MachineViolation(DateTimeOffset At, MachineViolationKind Kind, string ResourceId, string Message);
