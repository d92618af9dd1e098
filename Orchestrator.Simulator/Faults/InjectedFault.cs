namespace Orchestrator.Simulator.Faults;

/// <summary>A fault that struck, and what it struck.</summary>
public sealed record InjectedFault(string Method, string ResourceType, string Name, Fault Fault);
