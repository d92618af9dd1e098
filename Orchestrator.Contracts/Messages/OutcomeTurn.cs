using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of what tells a cluster's outcomes, one after the other.</summary>
/// <param name="Cluster">Null: those of no cluster.</param>
/// <param name="Run">The run of the line.</param>
/// <param name="Told">Id of the outcome that was told last; null at the run's start.</param>
public sealed record OutcomeTurn(ClusterKey? Cluster, int Run, string? Told);
