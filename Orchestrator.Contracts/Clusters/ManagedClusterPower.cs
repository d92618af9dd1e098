namespace Orchestrator.Contracts.Clusters;

public enum ManagedClusterPower
{
    Running,

    /// <summary>No control plane and no nodes, and no bill for them; disks and addresses stay.</summary>
    Stopped,
}
