namespace Orchestrator.Contracts.Clusters;

public enum ClusterPhase
{
    Pending,
    Provisioning,
    Ready,
    Updating,
    Failed,
    Deleting,
    Deleted,
}
