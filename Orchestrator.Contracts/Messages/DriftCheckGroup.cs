using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Clusters that are checked for drift together, because one read serves them all. Item of what ListDriftChecks answers, and input of CheckDrift.</summary>
public sealed record DriftCheckGroup(IReadOnlyList<ClusterKey> Clusters);
