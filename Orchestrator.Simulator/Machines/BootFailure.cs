namespace Orchestrator.Simulator.Machines;

/// <summary>Why a machine does not join, in words that kubeadm or cloud-init would use where they have some.</summary>
internal sealed class BootFailure(string reason, bool mayPass = false) : Exception(reason)
{
    /// <summary>True when kubeadm would try again because time alone may cure it.</summary>
    public bool MayPass => mayPass;
}
