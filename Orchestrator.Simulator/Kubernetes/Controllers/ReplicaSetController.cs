using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet asks for; pods that terminate no longer count.</summary>
internal static class ReplicaSetController
{
    public static void Reconcile(SimulatedCluster cluster)
    {
        foreach (var set in cluster.Objects.List(ResourceTypes.ReplicaSets).Where(static item => !item.IsTerminating))
        {
            var pods = cluster.Objects.List(ResourceTypes.Pods, set.Key.Namespace).Where(pod => !pod.IsTerminating && Owners.IsControlledBy(pod, set)).ToList();
            var wanted = PodTemplates.Replicas(set);
            for (var i = pods.Count; i < wanted; i++)
            {
                pods.Add(PodTemplates.Create(cluster, set, "ReplicaSet", nodeName: null));
            }

            foreach (var pod in pods.OrderBy(PodTemplates.IsReady).ThenByDescending(static pod => pod.Version).Take(pods.Count - wanted).ToList())
            {
                cluster.Controllers.Pods.Delete(pod, graceSeconds: null);
                pods.Remove(pod);
            }

            UpdateStatus(cluster, set, pods);
        }
    }

    private static void UpdateStatus(SimulatedCluster cluster, StoredObject set, List<StoredObject> pods)
    {
        var changed = set.Copy();
        var ready = pods.Count(PodTemplates.IsReady);
        changed["status"] = new JsonObject
        {
            ["observedGeneration"] = changed["metadata"]!["generation"]?.DeepClone(),
            ["replicas"] = pods.Count,
            ["fullyLabeledReplicas"] = pods.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
        };
        cluster.Objects.Put(set.Key, changed);
    }
}
