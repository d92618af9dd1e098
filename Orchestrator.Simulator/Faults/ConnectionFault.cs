namespace Orchestrator.Simulator.Faults;

/// <summary>The connection breaks: the caller sees no answer at all.</summary>
/// <param name="AfterEffect">The request had done its work by then.</param>
public sealed record ConnectionFault(bool AfterEffect) : Fault;
