namespace Orchestrator.Simulator.Machines;

/// <summary>Why a pod cannot be evicted: its budget allows no disruption.</summary>
/// <param name="UnreadyPods">How many pods of the budget are not ready.</param>
public sealed record DrainBlocker(string Namespace, string Pod, string Budget, int UnreadyPods);
