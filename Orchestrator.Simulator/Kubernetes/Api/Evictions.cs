using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The eviction subresource: a delete that PodDisruptionBudgets may refuse.</summary>
internal static class Evictions
{
    public static ApiResponse Evict(SimulatedCluster cluster, StoredObject pod, JsonObject eviction, bool isDryRun)
    {
        var options = eviction["deleteOptions"] as JsonObject ?? [];
        var budgets = cluster.Objects.List(ResourceTypes.PodDisruptionBudgets, pod.Key.Namespace)
            .Where(budget => LabelSelector.From(budget.Value["spec"]?["selector"])?.Matches(pod.Value) ?? false).ToList();
        if (budgets.Count > 1)
        {
            throw new KubernetesError(500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        // A pod that waits or has ended, or that ends already, disrupts nobody.
        var isFree = pod.IsTerminating || pod.Value["status"]?["phase"]?.ToString() is "Pending" or "Succeeded" or "Failed";
        if (budgets is [var budget] && !isFree)
        {
            Check(cluster, pod, budget);
        }

        if (!isDryRun && options["dryRun"] is not JsonArray { Count: > 0 })
        {
            cluster.Controllers.Pods.Delete(pod, options["gracePeriodSeconds"] is { } grace ? PodTemplates.Integer(grace, 30) : null);
        }

        return new ApiResponse(201, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}""");
    }

    private static void Check(SimulatedCluster cluster, StoredObject pod, StoredObject budget)
    {
        // Counted now, not from the budget's status: two evictions in a row must not both see the same allowance.
        var figures = DisruptionFigures.Of(cluster, budget);
        var isUnhealthy = !PodTemplates.IsReady(pod);
        var allowsUnhealthy = budget.Value["spec"]?["unhealthyPodEvictionPolicy"]?.ToString() == "AlwaysAllow"
            || (figures.CurrentHealthy >= figures.DesiredHealthy && figures.DesiredHealthy > 0);
        if (!(isUnhealthy && allowsUnhealthy) && figures.DisruptionsAllowed <= 0)
        {
            throw KubernetesError.DisruptionNotAllowed(budget.Key.Name, figures.DesiredHealthy, figures.CurrentHealthy);
        }
    }
}
