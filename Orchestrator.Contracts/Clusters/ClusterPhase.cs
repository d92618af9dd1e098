namespace Orchestrator.Contracts.Clusters;

public enum ClusterPhase
{
    Pending,
    Provisioning,
    Ready,
    Updating,
    Failed,
    Deleting,

    /// <summary>A tombstone: nothing is left in Azure; the document only keeps the counters.</summary>
    Deleted,
}
