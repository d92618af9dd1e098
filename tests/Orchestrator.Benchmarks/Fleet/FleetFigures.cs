namespace Orchestrator.Benchmarks.Fleet;

/// <summary>What it took to create so many clusters at once.</summary>
/// <param name="Azure">How long the last cluster took, in Azure's time.</param>
/// <param name="Held">Managed heap that is still in use when all clusters are Ready, collected, beyond that of the idle app.</param>
/// <param name="Peak">Most memory that the process had at once, all that the runtime keeps in reserve included.</param>
internal sealed record FleetFigures(int Clusters, TimeSpan Wall, TimeSpan Processor, TimeSpan Azure, long Calls, long Refused, long Withheld, long Held, long Peak);
