using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Removes what belongs to an owner or a node that no longer exists.</summary>
internal static class GarbageCollector
{
    public static void Reconcile(SimulatedCluster cluster)
    {
        var owners = cluster.Objects.List(ResourceTypes.Deployments).Concat(cluster.Objects.List(ResourceTypes.ReplicaSets))
            .Concat(cluster.Objects.List(ResourceTypes.DaemonSets)).Select(static owner => owner.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var set in cluster.Objects.List(ResourceTypes.ReplicaSets).Where(set => IsOrphan(set, owners)))
        {
            cluster.Objects.Remove(set.Key);
        }

        foreach (var pod in cluster.Objects.List(ResourceTypes.Pods))
        {
            var node = PodLifecycle.NodeOf(pod);
            if (node is not null && cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Nodes, "", node)) is null)
            {
                cluster.Controllers.Pods.Delete(pod, graceSeconds: 0);
            }
            else if (!pod.IsTerminating && IsOrphan(pod, owners))
            {
                cluster.Controllers.Pods.Delete(pod, graceSeconds: null);
            }
        }
    }

    private static bool IsOrphan(StoredObject item, HashSet<string> owners) =>
        Owners.ControllerOf(item) is { } owner && owner["kind"]?.ToString() is "Deployment" or "ReplicaSet" or "DaemonSet" && !owners.Contains(owner["uid"]?.ToString() ?? "");
}
