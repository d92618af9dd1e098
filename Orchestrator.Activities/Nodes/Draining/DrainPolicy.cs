using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;

namespace Orchestrator.Activities.Nodes.Draining;

/// <summary>Which pods a drain moves. Pods without a controller and pods with emptyDir volumes go too: the machine under them is going.</summary>
public static class DrainPolicy
{
    /// <summary>On a node that nobody hears from, no kubelet confirms that a pod has ended; after this long past its deletion it is taken for gone.</summary>
    private static readonly TimeSpan UnreachablePatience = TimeSpan.FromMinutes(5);

    public static PodDisposition Decide(JsonObject pod, bool nodeUnreachable, DateTimeOffset now)
    {
        if (pod.Annotation("kubernetes.io/config.mirror") is not null || IsOfDaemonSet(pod) || pod["status"]?["phase"]?.ToString() is "Succeeded" or "Failed")
        {
            return PodDisposition.Ignore;
        }

        return pod.DeletionTime() switch
        {
            null => PodDisposition.Evict,
            { } deleted when nodeUnreachable && now - deleted > UnreachablePatience => PodDisposition.Ignore,
            _ => PodDisposition.Await,
        };
    }

    /// <summary>Its controller would start it again on the same node, cordoned or not.</summary>
    private static bool IsOfDaemonSet(JsonObject pod) =>
        (pod["metadata"]?["ownerReferences"] as JsonArray ?? []).Any(static owner => owner?["kind"]?.ToString() == "DaemonSet" && owner["controller"]?.GetValue<bool>() is true);
}
