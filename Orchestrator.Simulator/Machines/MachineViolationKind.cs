namespace Orchestrator.Simulator.Machines;

public enum MachineViolationKind
{
    /// <summary>A second kubeadm init for a cluster whose etcd has a living member.</summary>
    SplitBrain,

    /// <summary>A control-plane machine went away while it was still a member of etcd.</summary>
    MemberLost,

    /// <summary>etcd has fewer living members than a majority.</summary>
    QuorumLost,

    /// <summary>A cluster was initialised again after all of its etcd members were gone.</summary>
    DataLost,

    /// <summary>A node registered under a name that is not its machine's, so the cloud provider cannot find it.</summary>
    NodeNameMismatch,

    /// <summary>A machine of a running cluster was given another service-account key: tokens that one API server signs the other refuses.</summary>
    ServiceAccountKeyMismatch,
}
