using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The scale subresource.</summary>
internal static class ScaleRequests
{
    public static bool Serves(ResourceType type) => type == ResourceTypes.Deployments || type == ResourceTypes.ReplicaSets;

    public static ApiResponse Handle(SimulatedCluster cluster, ApiRequest request, StoredObject item)
    {
        if (request.Method == "GET")
        {
            return new ApiResponse(200, Scale(item).ToJsonString());
        }

        var wanted = request.Method switch
        {
            "PUT" => RequestBodies.Parse(request) as JsonObject ?? [],
            "PATCH" => RequestBodies.Patched(request, item.As(Scale(item))),
            _ => throw KubernetesError.MethodNotAllowed(),
        };
        var replicas = PodTemplates.Integer(wanted["spec"]?["replicas"], -1);
        if (replicas < 0)
        {
            throw KubernetesError.Invalid("Scale", item.Key.Name, "spec.replicas", "Invalid value: must be greater than or equal to 0");
        }

        var changed = item.Copy();
        changed["spec"]!["replicas"] = replicas;
        return new ApiResponse(200, Scale(request.IsDryRun ? item.As(changed) : cluster.Objects.Put(item.Key, changed)).ToJsonString());
    }

    private static JsonObject Scale(StoredObject item) => new()
    {
        ["kind"] = "Scale",
        ["apiVersion"] = "autoscaling/v1",
        ["metadata"] = new JsonObject
        {
            ["name"] = item.Key.Name, ["namespace"] = item.Key.Namespace, ["uid"] = item.Uid, ["resourceVersion"] = item.Value["metadata"]!["resourceVersion"]!.ToString(),
        },
        ["spec"] = new JsonObject { ["replicas"] = PodTemplates.Replicas(item) },
        ["status"] = new JsonObject { ["replicas"] = PodTemplates.Integer(item.Value["status"]?["replicas"], 0) },
    };
}
