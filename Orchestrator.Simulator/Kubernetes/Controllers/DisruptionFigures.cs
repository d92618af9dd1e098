using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>What a PodDisruptionBudget allows at this moment, counted from the pods themselves.</summary>
internal sealed record DisruptionFigures(int ExpectedPods, int CurrentHealthy, int DesiredHealthy)
{
    public int DisruptionsAllowed => ExpectedPods == 0 ? 0 : Math.Max(0, CurrentHealthy - DesiredHealthy);

    public static DisruptionFigures Of(SimulatedCluster cluster, StoredObject budget)
    {
        var selector = LabelSelector.From(budget.Value["spec"]?["selector"]);
        var pods = selector is null ? [] : cluster.Objects.List(ResourceTypes.Pods, budget.Key.Namespace).Where(pod => selector.Matches(pod.Value)).ToList();
        var expected = Expected(cluster, pods);
        var healthy = pods.Count(PodTemplates.IsReady);
        var spec = budget.Value["spec"];
        var desired = spec?["maxUnavailable"] is { } maxUnavailable ? Math.Max(0, expected - Scaled(maxUnavailable, expected))
            : spec?["minAvailable"] is { } minAvailable ? Scaled(minAvailable, expected)
            : 1;
        return new DisruptionFigures(expected, healthy, desired);
    }

    /// <summary>The replicas that the pods' controllers ask for; pods without a controller count as themselves.</summary>
    private static int Expected(SimulatedCluster cluster, List<StoredObject> pods)
    {
        var expected = 0;
        foreach (var group in pods.GroupBy(static pod => Owners.ControllerOf(pod)?["uid"]?.ToString() ?? ""))
        {
            var set = cluster.Objects.List(ResourceTypes.ReplicaSets).FirstOrDefault(candidate => candidate.Uid == group.Key);
            expected += set is null ? group.Count(static pod => !pod.IsTerminating) : PodTemplates.Replicas(set);
        }

        return expected;
    }

    private static int Scaled(JsonNode value, int total)
    {
        var text = value.ToString();
        return text.EndsWith('%')
            ? (int)Math.Ceiling(int.Parse(text[..^1], CultureInfo.InvariantCulture) * total / 100.0)
            : int.Parse(text, CultureInfo.InvariantCulture);
    }
}
