using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Delete: pods take their grace period, finalizers hold what they name, everything else goes at once.</summary>
internal static class Deletions
{
    public static ApiResponse Delete(SimulatedCluster cluster, ResourceType type, StoredObject item, JsonObject options, ApiRequest request)
    {
        if (options["preconditions"]?["uid"]?.ToString() is { } uid && uid != item.Uid)
        {
            throw new KubernetesError(409, "Conflict", $"Operation cannot be fulfilled on {ObjectRequests.NameOf(type)} \"{item.Key.Name}\": Precondition failed: UID in precondition: {uid}, UID in object meta: {item.Uid}");
        }

        if (request.IsDryRun || options["dryRun"] is JsonArray { Count: > 0 })
        {
            return new ApiResponse(200, item.Json);
        }

        return new ApiResponse(200, Delete(cluster, type, item, GraceOf(options, request)) ?? Success(type, item));
    }

    public static ApiResponse DeleteCollection(SimulatedCluster cluster, ResourceType type, IReadOnlyList<StoredObject> items, JsonObject options, ApiRequest request)
    {
        foreach (var item in request.IsDryRun ? [] : items)
        {
            Delete(cluster, type, item, GraceOf(options, request));
        }

        return new ApiResponse(200, $$"""{"kind":"{{type.Kind}}List","apiVersion":"{{type.GroupVersion}}","metadata":{},"items":[{{string.Join(',', items.Select(static item => item.Json))}}]}""");
    }

    private static string? Delete(SimulatedCluster cluster, ResourceType type, StoredObject item, int? grace)
    {
        if (type == ResourceTypes.Pods)
        {
            return cluster.Controllers.Pods.Delete(item, grace).Json;
        }

        if (item.Value["metadata"]?["finalizers"] is JsonArray { Count: > 0 })
        {
            var held = item.Copy();
            held["metadata"]!["deletionTimestamp"] ??= ObjectStore.Timestamp(cluster.Time.GetUtcNow());
            return cluster.Objects.Put(item.Key, held).Json;
        }

        if (type == ResourceTypes.Namespaces)
        {
            NamespaceObjects.Delete(cluster, item);
            return null;
        }

        if (type == ResourceTypes.CustomResourceDefinitions)
        {
            foreach (var custom in ResourceTypes.Of(item.Value).SelectMany(removed => cluster.Objects.List(removed)).DistinctBy(static custom => custom.Key).ToList())
            {
                cluster.Objects.Remove(custom.Key);
            }
        }

        cluster.Objects.Remove(item.Key);
        return null;
    }

    private static int? GraceOf(JsonObject options, ApiRequest request) =>
        (options["gracePeriodSeconds"]?.ToString() ?? request.Parameter("gracePeriodSeconds")) is { } text ? PodTemplates.Integer(text, 30) : null;

    private static string Success(ResourceType type, StoredObject item) => new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = new JsonObject { ["name"] = item.Key.Name, ["group"] = type.Group, ["kind"] = type.Plural, ["uid"] = item.Uid },
    }.ToJsonString();
}
