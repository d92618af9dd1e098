using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Where no pod network is assumed: a node becomes Ready when a network plugin's daemon runs on it.</summary>
internal static class NetworkPlugin
{
    private static readonly string[] KnownDaemons = ["calico-node", "cilium", "kube-flannel", "azure-cns", "antrea-agent", "weave-net", "canal"];

    public static void Reconcile(SimulatedCluster cluster)
    {
        if (cluster.Options.NetworkPluginAssumed || cluster.State.Managed is { BringsNetwork: true })
        {
            return;
        }

        foreach (var node in cluster.Objects.List(ResourceTypes.Nodes).Where(node => cluster.IsKubeletRunning(node.Key.Name) && Conditions.Status(node.Value, "Ready") != "True" && IsInstalledOn(cluster, node.Key.Name)))
        {
            NodeObjects.SetReady(cluster, node);
        }
    }

    public static bool IsInstalledOn(SimulatedCluster cluster, string nodeName) => cluster.Options.NetworkPluginAssumed || cluster.State.Managed is { BringsNetwork: true }
        || cluster.Objects.List(ResourceTypes.Pods).Any(pod => PodLifecycle.NodeOf(pod) == nodeName && PodTemplates.IsReady(pod)
            && Owners.ControllerOf(pod) is { } owner && owner["kind"]?.ToString() == "DaemonSet" && KnownDaemons.Contains(owner["name"]?.ToString()));
}
