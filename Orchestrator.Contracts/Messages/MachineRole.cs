namespace Orchestrator.Contracts.Messages;

public enum MachineRole
{
    /// <summary>The one machine that runs kubeadm init.</summary>
    ControlPlaneInit,
    ControlPlaneJoin,
    Worker,
}
