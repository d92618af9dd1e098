namespace Orchestrator.Simulator.Machines;

/// <summary>How simulated machines and their clusters behave where Azure and kubeadm leave it open.</summary>
public sealed record MachineOptions
{
    /// <summary>Factor on every duration of machines, kubelets and controllers. Grace periods and token lifetimes are not scaled.</summary>
    public double LatencyFactor { get; init; } = 1;

    /// <summary>True: every node has a pod network as soon as its kubelet runs. False: a node becomes Ready once a network plugin's DaemonSet runs on it.</summary>
    public bool NetworkPluginAssumed { get; init; } = true;

    /// <summary>True: the cloud provider deletes the Node object of a machine that is gone (about 60 s later).</summary>
    public bool CloudProviderRemovesNodes { get; init; } = true;

    /// <summary>Created on every cluster when its first control-plane machine is up; null for none.</summary>
    public SampleWorkload? Workload { get; init; }
}
