using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>What follows a check of one cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="EventType">The type of the event to send; null: nothing is new.</param>
/// <param name="MayRepair">Something was found, and the cluster's policy is not only to report it.</param>
public sealed record DriftNews(ClusterKey Cluster, string? EventType, bool MayRepair);
