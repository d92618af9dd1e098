namespace Orchestrator.Simulator.Machines;

/// <summary>A machine's node as its cluster's API shows it.</summary>
public sealed record NodeCondition(string Name, bool Ready);
