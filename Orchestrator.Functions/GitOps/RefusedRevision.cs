using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.GitOps;

/// <summary>What could be read of a message that was refused: its revision, and the clusters that the failure is about.</summary>
public sealed record RefusedRevision(SourceRevision Source, IReadOnlyList<ClusterKey> Clusters);
