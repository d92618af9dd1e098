using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>One pod on every node that fits; pods of an older template are replaced one at a time.</summary>
internal static class DaemonSetController
{
    private const string HashLabel = "controller-revision-hash";

    public static void Reconcile(SimulatedCluster cluster)
    {
        var nodes = cluster.Objects.List(ResourceTypes.Nodes);
        foreach (var set in cluster.Objects.List(ResourceTypes.DaemonSets).Where(static item => !item.IsTerminating))
        {
            var hash = PodTemplates.HashOf(set.Value["spec"]?["template"]);
            var spec = set.Value["spec"]?["template"]?["spec"] as JsonObject ?? [];
            var fitting = nodes.Where(node => PodScheduler.FitsDaemon(spec, node.Value)).Select(static node => node.Key.Name).ToHashSet(StringComparer.Ordinal);
            var pods = cluster.Objects.List(ResourceTypes.Pods, set.Key.Namespace).Where(pod => Owners.IsControlledBy(pod, set)).ToList();
            var alive = pods.Where(static pod => !pod.IsTerminating).ToList();
            foreach (var pod in alive.Where(pod => !fitting.Contains(NodeOf(pod))).ToList())
            {
                cluster.Controllers.Pods.Delete(pod, graceSeconds: null);
                alive.Remove(pod);
            }

            // A node gets its next pod only when the last one has ended: they share host ports.
            var served = pods.Select(NodeOf).ToHashSet(StringComparer.Ordinal);
            foreach (var node in fitting.Where(node => !served.Contains(node)).Order(StringComparer.Ordinal))
            {
                alive.Add(PodTemplates.Create(cluster, set, "DaemonSet", node, new Dictionary<string, string>(StringComparer.Ordinal) { [HashLabel] = hash }));
            }

            Roll(cluster, alive, hash, fitting.Count);
            UpdateStatus(cluster, set, alive, hash, fitting.Count);
        }
    }

    private static void Roll(SimulatedCluster cluster, List<StoredObject> alive, string hash, int wanted)
    {
        var outdated = alive.Where(pod => pod.Value["metadata"]!["labels"]?[HashLabel]?.ToString() != hash).ToList();
        var next = outdated.Find(static pod => !PodTemplates.IsReady(pod)) ?? outdated.FirstOrDefault();
        if (next is not null && (!PodTemplates.IsReady(next) || alive.Count(PodTemplates.IsReady) == wanted))
        {
            cluster.Controllers.Pods.Delete(next, graceSeconds: null);
            alive.Remove(next);
        }
    }

    private static void UpdateStatus(SimulatedCluster cluster, StoredObject set, List<StoredObject> alive, string hash, int wanted)
    {
        var changed = set.Copy();
        var ready = alive.Count(PodTemplates.IsReady);
        changed["status"] = new JsonObject
        {
            ["observedGeneration"] = changed["metadata"]!["generation"]?.DeepClone(),
            ["desiredNumberScheduled"] = wanted,
            ["currentNumberScheduled"] = alive.Count,
            ["updatedNumberScheduled"] = alive.Count(pod => pod.Value["metadata"]!["labels"]?[HashLabel]?.ToString() == hash),
            ["numberReady"] = ready,
            ["numberAvailable"] = ready,
            ["numberUnavailable"] = wanted - ready,
            ["numberMisscheduled"] = 0,
        };
        cluster.Objects.Put(set.Key, changed);
    }

    private static string NodeOf(StoredObject pod) => pod.Value["spec"]?["nodeName"]?.ToString() ?? "";
}
