namespace Orchestrator.Simulator.Machines;

/// <summary>How far the drain of a node has come.</summary>
/// <param name="Done">Nothing is left on it that a drain would move.</param>
/// <param name="Blocker">A pod that a PodDisruptionBudget holds on the node now; null when there is none.</param>
public sealed record DrainProgress(string Node, bool Done, DrainBlocker? Blocker);
