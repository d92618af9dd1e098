namespace Orchestrator.Benchmarks.Azure;

/// <summary>A part of a cluster's life, what it asked of ARM, and how long it took in Azure's time and in ours.</summary>
internal sealed record CallPhase(string Name, CallCounts Calls, TimeSpan Virtual, TimeSpan Wall);
