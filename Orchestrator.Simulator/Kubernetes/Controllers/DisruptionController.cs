using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Keeps the status of PodDisruptionBudgets.</summary>
internal static class DisruptionController
{
    public static void Reconcile(SimulatedCluster cluster)
    {
        foreach (var budget in cluster.Objects.List(ResourceTypes.PodDisruptionBudgets))
        {
            var figures = DisruptionFigures.Of(cluster, budget);
            var changed = budget.Copy();
            var conditions = changed["status"]?["conditions"]?.DeepClone();
            changed["status"] = new JsonObject
            {
                ["observedGeneration"] = changed["metadata"]!["generation"]?.DeepClone(),
                ["expectedPods"] = figures.ExpectedPods,
                ["currentHealthy"] = figures.CurrentHealthy,
                ["desiredHealthy"] = figures.DesiredHealthy,
                ["disruptionsAllowed"] = figures.DisruptionsAllowed,
                ["conditions"] = conditions ?? new JsonArray(),
            };
            var allowed = figures.DisruptionsAllowed > 0;
            Conditions.Set(changed, "DisruptionAllowed", allowed ? "True" : "False", allowed ? "SufficientPods" : "InsufficientPods", "", ObjectStore.Timestamp(cluster.Time.GetUtcNow()));
            cluster.Objects.Put(budget.Key, changed);
        }
    }
}
