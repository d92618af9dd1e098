using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Plans;

/// <summary>The plan that must still be the cluster's for an apply to go on, by its <see cref="PlanDigest"/>.</summary>
public sealed record ExpectedPlan(ClusterKey Cluster, string Digest);
