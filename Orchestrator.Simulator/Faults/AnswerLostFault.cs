namespace Orchestrator.Simulator.Faults;

/// <summary>A request takes effect, its answer gets lost.</summary>
public sealed record AnswerLostFault : Fault;
