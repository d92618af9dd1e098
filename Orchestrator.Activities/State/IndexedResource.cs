using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>One entry of the index.</summary>
public sealed record IndexedResource(ClusterKey Cluster, string ResourceId);
