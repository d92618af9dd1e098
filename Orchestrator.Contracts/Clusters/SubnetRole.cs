namespace Orchestrator.Contracts.Clusters;

public enum SubnetRole
{
    Node,
    ControlPlane,

    /// <summary>Shared by control plane and nodes.</summary>
    Cluster,
    Bastion,
}
