using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>A step of a plan that waits for approval, by its key.</summary>
public sealed record GatedStep(string Step, ApprovalGate Gate)
{
    /// <summary>Key of the one step that stands for all of a cluster.</summary>
    public static string Cluster(ClusterKey cluster) => $"Cluster/{cluster.Name}";
}
