using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Machines;

/// <summary>What befalls the kubelets of machines that run on: they stop, come back, or are exchanged by somebody's hand.</summary>
public sealed class SimulatedKubelets
{
    private readonly SimulatedMachines _machines;
    private readonly SimulationGate _gate;

    internal SimulatedKubelets(SimulatedMachines machines, SimulationGate gate) => (_machines, _gate) = (machines, gate);

    /// <summary>The kubelet stops, or nobody hears it any more: its node's conditions are Unknown.</summary>
    public void Stop(string resourceId) => With(resourceId, (machine, cluster) =>
    {
        _machines.Put(machine with { KubeletStopped = true });
        cluster.KubeletStopped(machine.NodeName!);
        _machines.Clusters.NodeSilent(cluster.State.Id, machine.NodeName!);
    });

    /// <summary>The kubelet is back.</summary>
    public void Start(string resourceId) => With(resourceId, (machine, cluster) =>
    {
        _machines.Put(machine with { KubeletStopped = false });
        cluster.KubeletStarted(machine.NodeName!);
        _machines.Clusters.NodeReady(cluster.State.Id, machine.NodeName!);
    });

    /// <summary>Somebody installs another kubelet on the machine.</summary>
    public void Install(string resourceId, string version) => With(resourceId, (machine, cluster) =>
    {
        if (cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Nodes, "", machine.NodeName!)) is { } node)
        {
            var changed = node.Copy();
            changed["status"]!["nodeInfo"]!["kubeletVersion"] = version;
            cluster.Objects.Put(node.Key, changed);
        }
    });

    private void With(string resourceId, Action<MachineState, SimulatedCluster> act) => _gate.Write(() =>
    {
        if (_machines.Find(resourceId) is { Phase: MachinePhase.Joined, ClusterId: { } clusterId } machine && _machines.Clusters.Find(clusterId) is { } cluster)
        {
            act(machine, cluster);
            return;
        }

        throw new InvalidOperationException($"On {resourceId} runs no kubelet.");
    });
}
