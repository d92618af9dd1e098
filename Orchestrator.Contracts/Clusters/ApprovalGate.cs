namespace Orchestrator.Contracts.Clusters;

/// <summary>What an operation may have to wait for somebody's consent with.</summary>
public enum ApprovalGate
{
    /// <summary>The deletion of the cluster.</summary>
    Delete,

    /// <summary>The replacing of a group's machines.</summary>
    Roll,

    /// <summary>The roll of a control plane to another Kubernetes version.</summary>
    ControlPlaneUpgrade,

    /// <summary>The replacing of a resource that is no machine.</summary>
    Replace,
}
