using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Puts waiting pods on the fitting node that has the fewest of the same controller, then the fewest at all.</summary>
internal static class PodScheduler
{
    private static readonly HashSet<string> DaemonTolerations = new(StringComparer.Ordinal)
    {
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/unschedulable", "node.kubernetes.io/disk-pressure",
        "node.kubernetes.io/memory-pressure", "node.kubernetes.io/pid-pressure", "node.kubernetes.io/network-unavailable",
    };

    public static void Reconcile(SimulatedCluster cluster)
    {
        var waiting = cluster.Objects.List(ResourceTypes.Pods).Where(static pod => !pod.IsTerminating && pod.Value["spec"]?["nodeName"] is null).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        var nodes = cluster.Objects.List(ResourceTypes.Nodes);
        foreach (var pod in waiting)
        {
            var placed = cluster.Objects.List(ResourceTypes.Pods).Where(static other => !other.IsTerminating).ToLookup(static other => other.Value["spec"]?["nodeName"]?.ToString() ?? "");
            var owner = Owners.ControllerOf(pod)?["uid"]?.ToString();
            var node = nodes
                .Where(node => Fits((JsonObject)pod.Value["spec"]!, node.Value))
                .OrderBy(node => owner is null ? 0 : placed[node.Key.Name].Count(other => Owners.ControllerOf(other)?["uid"]?.ToString() == owner))
                .ThenBy(node => placed[node.Key.Name].Count())
                .FirstOrDefault();
            Place(cluster, pod, node?.Key.Name, nodes.Count);
        }
    }

    /// <summary>True when a daemon's pod belongs on the node; it tolerates nodes that are cordoned or not ready.</summary>
    public static bool FitsDaemon(JsonObject spec, JsonObject node) =>
        MatchesSelector(spec, node) && Taints(node).All(taint => DaemonTolerations.Contains(taint["key"]?.ToString() ?? "") || IsTolerated(spec, taint));

    private static bool Fits(JsonObject spec, JsonObject node) =>
        Conditions.Status(node, "Ready") == "True" && node["spec"]?["unschedulable"]?.ToString() != "true"
        && MatchesSelector(spec, node) && Taints(node).All(taint => IsTolerated(spec, taint));

    private static void Place(SimulatedCluster cluster, StoredObject pod, string? nodeName, int nodeCount)
    {
        var changed = pod.Copy();
        var now = ObjectStore.Timestamp(cluster.Time.GetUtcNow());
        if (nodeName is null)
        {
            Conditions.Set(changed, "PodScheduled", "False", "Unschedulable", $"0/{nodeCount} nodes are available.", now);
        }
        else
        {
            changed["spec"]!["nodeName"] = nodeName;
            Conditions.Set(changed, "PodScheduled", "True", "", "", now);
        }

        cluster.Objects.Put(pod.Key, changed);
    }

    private static bool MatchesSelector(JsonObject spec, JsonObject node) =>
        (spec["nodeSelector"] as JsonObject ?? []).All(wanted => node["metadata"]?["labels"]?[wanted.Key]?.ToString() == wanted.Value?.ToString());

    private static IEnumerable<JsonObject> Taints(JsonObject node) =>
        (node["spec"]?["taints"] as JsonArray ?? []).OfType<JsonObject>().Where(static taint => taint["effect"]?.ToString() is "NoSchedule" or "NoExecute");

    private static bool IsTolerated(JsonObject spec, JsonObject taint) => (spec["tolerations"] as JsonArray ?? []).OfType<JsonObject>().Any(toleration =>
        (toleration["effect"] is null || toleration["effect"]!.ToString() == taint["effect"]?.ToString())
        && (toleration["operator"]?.ToString() == "Exists"
            ? toleration["key"] is null || toleration["key"]!.ToString() == taint["key"]?.ToString()
            : toleration["key"]?.ToString() == taint["key"]?.ToString() && (toleration["value"]?.ToString() ?? "") == (taint["value"]?.ToString() ?? "")));
}
