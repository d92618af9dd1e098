namespace Orchestrator.Simulator.Machines;

/// <summary>How far a machine has come.</summary>
public enum MachinePhase
{
    Booting,

    /// <summary>kubeadm looks for the cluster to join.</summary>
    Discovering,

    /// <summary>kubeadm runs.</summary>
    Bootstrapping,

    /// <summary>The kubelet runs as a node of a cluster.</summary>
    Joined,

    /// <summary>The machine is up and will never join; the boot log says why.</summary>
    Failed,

    /// <summary>The machine is up; its user data does not ask it to join anything.</summary>
    Idle,
}
