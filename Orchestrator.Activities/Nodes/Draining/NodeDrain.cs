using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;

namespace Orchestrator.Activities.Nodes.Draining;

/// <summary>One pass of emptying a node: asks every pod that must go to go, and tells what is left. Repeating it is the drain.</summary>
internal sealed class NodeDrain(KubernetesClient client, TimeProvider time)
{
    public async Task<DrainPass> RunAsync(string node, CancellationToken cancellation)
    {
        if (await client.FindAsync($"api/v1/nodes/{node}", cancellation) is not { } found)
        {
            return DrainPass.Empty;
        }

        var unreachable = found.Condition("Ready") is "Unknown";
        var pods = await client.ListAsync("api/v1/pods", $"fieldSelector=spec.nodeName%3D{node}", cancellation);
        var leaving = new List<string>();
        var held = new List<string>();
        foreach (var pod in pods)
        {
            switch (DrainPolicy.Decide(pod, unreachable, time.GetUtcNow()))
            {
                case PodDisposition.Await:
                    leaving.Add(Display(pod));
                    break;
                case PodDisposition.Evict:
                    await EvictAsync(pod, leaving, held, cancellation);
                    break;
            }
        }

        // Volumes come off only after their pods, and nobody takes them off a node that does not answer.
        var volumes = leaving.Count + held.Count > 0 || unreachable ? [] : await AttachedAsync(node, pods, cancellation);
        return new DrainPass(leaving, held, volumes);
    }

    private async Task EvictAsync(JsonObject pod, List<string> leaving, List<string> held, CancellationToken cancellation)
    {
        var response = await client.PostAsync($"api/v1/namespaces/{pod.Namespace()}/pods/{pod.Name()}/eviction", Eviction(pod), cancellation);
        switch (response.StatusCode)
        {
            case 404 or 409:
                // Gone, or another pod has its name by now.
                break;
            case 429 or 500:
                // A budget allows no disruption now; 500 is how the API says that several budgets cover the pod.
                held.Add($"{Display(pod)} ({response.Message})");
                break;
            case 403 when response.HasCause("NamespaceTerminating"):
                leaving.Add(Display(pod));
                break;
            default:
                response.Expect($"evict {Display(pod)}");
                leaving.Add(Display(pod));
                break;
        }
    }

    private static JsonObject Eviction(JsonObject pod)
    {
        var eviction = new JsonObject
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace() },
        };

        // A StatefulSet may have made the pod again under its name, on another node.
        if (pod["metadata"]?["uid"]?.ToString() is { } uid)
        {
            eviction["deleteOptions"] = new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = uid } };
        }

        return eviction;
    }

    /// <summary>Volumes attached to the node, but for those of pods that stay on it.</summary>
    private async Task<IReadOnlyList<string>> AttachedAsync(string node, IReadOnlyList<JsonObject> pods, CancellationToken cancellation)
    {
        var attached = (await client.ListAsync("apis/storage.k8s.io/v1/volumeattachments", null, cancellation))
            .Where(attachment => attachment["spec"]?["nodeName"]?.ToString() == node)
            .Select(static attachment => attachment["spec"]?["source"]?["persistentVolumeName"]?.ToString())
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var pod in attached.Count == 0 ? [] : pods)
        {
            foreach (var claim in (pod["spec"]?["volumes"] as JsonArray ?? []).Select(static volume => volume?["persistentVolumeClaim"]?["claimName"]?.ToString()).OfType<string>())
            {
                var bound = await client.FindAsync($"api/v1/namespaces/{pod.Namespace()}/persistentvolumeclaims/{claim}", cancellation);
                attached.Remove(bound?["spec"]?["volumeName"]?.ToString() ?? "");
            }
        }

        return [.. attached.Order(StringComparer.Ordinal)];
    }

    private static string Display(JsonObject pod) => $"{pod.Namespace()}/{pod.Name()}";
}
