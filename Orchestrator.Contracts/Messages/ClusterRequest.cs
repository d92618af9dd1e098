using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of activities that need no more than the cluster's name.</summary>
public sealed record ClusterRequest(ClusterKey Cluster);
