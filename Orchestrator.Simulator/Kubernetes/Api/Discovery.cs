using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Which resources there are, and as much OpenAPI as kubectl asks for before it sends a body.</summary>
internal sealed class Discovery(SimulatedCluster cluster)
{
    public IEnumerable<ResourceType> Types() => ResourceTypes.BuiltIn.Concat(
        cluster.Objects.List(ResourceTypes.CustomResourceDefinitions).SelectMany(static definition => ResourceTypes.Of(definition.Value)));

    public ApiResponse Get(ApiRequest request) => request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["api"] => Json(new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() }),
        ["apis"] => Json(new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups()]) }),
        ["api", var version] => Resources("", version),
        ["apis", var group] => Json(Groups().FirstOrDefault(candidate => candidate["name"]!.ToString() == group) as JsonObject ?? throw KubernetesError.NoSuchPath()),
        ["apis", var group, var version] => Resources(group, version),
        ["openapi", "v3"] => Json(new JsonObject
        {
            ["paths"] = new JsonObject(GroupVersions().Select(static path => KeyValuePair.Create<string, JsonNode?>(path, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}" }))),
        }),
        ["openapi", "v3", .. var path] => OpenApi(string.Join('/', path)),
        [] => Json(new JsonObject { ["paths"] = new JsonArray([.. GroupVersions().Select(static path => (JsonNode)("/" + path))]) }),
        _ => throw KubernetesError.NoSuchPath(),
    };

    private static ApiResponse Json(JsonObject body) => new(200, body.ToJsonString());

    private IEnumerable<string> GroupVersions() => Types().Select(PathOf).Distinct();

    private static string PathOf(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.GroupVersion}";

    private IEnumerable<JsonNode> Groups() => Types().Where(static type => type.Group.Length > 0).GroupBy(static type => type.Group).Select(static group =>
    {
        var versions = group.Select(static type => type.Version).Distinct().Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }).ToList();
        return new JsonObject { ["name"] = group.Key, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    });

    private ApiResponse Resources(string group, string version)
    {
        var types = Types().Where(type => type.Group == group && type.Version == version).ToList();
        if (types.Count == 0)
        {
            throw KubernetesError.NoSuchPath();
        }

        return Json(new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].GroupVersion,
            ["resources"] = new JsonArray([.. types.SelectMany(Entries)]),
        });
    }

    private static IEnumerable<JsonNode> Entries(ResourceType type)
    {
        yield return Entry(type, type.Plural, type.Kind, ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]);
        if (type.HasStatus)
        {
            yield return Entry(type, type.Plural + "/status", type.Kind, ["get", "patch", "update"]);
        }

        if (type == ResourceTypes.Pods)
        {
            var eviction = Entry(type, "pods/eviction", "Eviction", ["create"]);
            (eviction["group"], eviction["version"]) = ("policy", "v1");
            yield return eviction;
            yield return Entry(type, "pods/exec", "PodExecOptions", ["create", "get"]);
        }

        if (ScaleRequests.Serves(type))
        {
            var scale = Entry(type, type.Plural + "/scale", "Scale", ["get", "patch", "update"]);
            (scale["group"], scale["version"]) = ("autoscaling", "v1");
            yield return scale;
        }
    }

    private static JsonObject Entry(ResourceType type, string name, string kind, string[] verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = name.Contains('/', StringComparison.Ordinal) ? "" : type.Kind.ToLowerInvariant(),
        ["namespaced"] = type.IsNamespaced,
        ["kind"] = kind,
        ["verbs"] = new JsonArray([.. verbs]),
        ["shortNames"] = new JsonArray([.. name.Contains('/', StringComparison.Ordinal) ? [] : type.ShortNames]),
    };

    /// <summary>Tells kubectl that the server checks fields itself, for every kind of one group and version.</summary>
    private ApiResponse OpenApi(string path)
    {
        var types = Types().Where(type => PathOf(type) == path).ToList();
        if (types.Count == 0)
        {
            throw KubernetesError.NoSuchPath();
        }

        return Json(new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = cluster.NewestApiServer().ToString() },
            ["components"] = new JsonObject { ["schemas"] = new JsonObject(types.Select(static type => KeyValuePair.Create<string, JsonNode?>($"{type.Group}.{type.Version}.{type.Kind}", Schema(type)))) },
            ["paths"] = new JsonObject(types.Select(type => KeyValuePair.Create<string, JsonNode?>(
                $"/{path}/{(type.IsNamespaced ? "namespaces/{namespace}/" : "")}{type.Plural}/{{name}}", Operations(type)))),
        });
    }

    private static JsonObject Schema(ResourceType type) => new()
    {
        ["type"] = "object",
        ["x-kubernetes-preserve-unknown-fields"] = true,
        ["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind }),
    };

    private static JsonObject Operations(ResourceType type) => new()
    {
        ["patch"] = new JsonObject
        {
            ["x-kubernetes-action"] = "patch",
            ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind },
            ["parameters"] = new JsonArray(
                new JsonObject { ["name"] = "dryRun", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } },
                new JsonObject { ["name"] = "fieldValidation", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } }),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        },
    };
}
