using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The verbs on objects. Everything is checked before anything changes.</summary>
internal sealed class ObjectRequests(SimulatedCluster cluster)
{
    private readonly Discovery _discovery = new(cluster);
    private readonly ObjectChanges _changes = new(cluster);

    public ApiResponse Handle(ApiRequest request, ResourcePath path)
    {
        var type = _discovery.Types().FirstOrDefault(type => type.Group == path.Group && type.Version == path.Version && type.Plural == path.Plural)
            ?? throw KubernetesError.NoSuchPath();
        return (request.Method, path) switch
        {
            ("GET" or "POST", { Subresource: "exec" }) => Exec(request, Existing(type, path)),
            ("POST", { Subresource: "eviction" }) when type == ResourceTypes.Pods => Evictions.Evict(cluster, Existing(type, path), BodyOf(request), request.IsDryRun),
            ("POST", { Subresource: "binding" }) when type == ResourceTypes.Pods => Bind(Existing(type, path), BodyOf(request)),
            (_, { Subresource: "scale" }) when ScaleRequests.Serves(type) => ScaleRequests.Handle(cluster, request, Existing(type, path)),
            (_, { Subresource: not ("" or "status" or "finalize") }) => throw KubernetesError.NoSuchPath(),
            ("GET" or "HEAD", { Name: "" }) when request.IsWatch => new ApiResponse(200, "", Watch: Watch(request, type, path, "")),
            ("GET" or "HEAD", { Name: "" }) => List(request, type, path),
            ("GET" or "HEAD", _) when request.IsWatch => new ApiResponse(200, "", Watch: Watch(request, type, path, path.Name)),
            ("GET" or "HEAD", _) => Tables.IsAsked(request.Accept) ? Tables.Answer(cluster, type, [Existing(type, path)], new JsonObject()) : Ok(Existing(type, path)),
            ("POST", { Name: "", Subresource: "" }) => new ApiResponse(201, _changes.Create(type, path, BodyOf(request), request.IsDryRun).Json),
            ("PUT", { Name.Length: > 0 }) => Ok(_changes.Update(type, Existing(type, path), BodyOf(request), path.Subresource, request.IsDryRun)),
            ("PATCH", { Name.Length: > 0 }) => Patch(request, type, path),
            ("DELETE", { Name.Length: > 0 }) => Deletions.Delete(cluster, type, Existing(type, path), OptionalBodyOf(request), request),
            ("DELETE", _) => Deletions.DeleteCollection(cluster, type, Selected(request, type, path), OptionalBodyOf(request), request),
            _ => throw KubernetesError.MethodNotAllowed(),
        };
    }

    private static ApiResponse Ok(StoredObject item) => new(200, item.Json);

    private StoredObject Existing(ResourceType type, ResourcePath path) =>
        cluster.Objects.Get(ObjectKey.Of(type, path.Namespace, path.Name)) ?? throw KubernetesError.NotFound(NameOf(type), path.Name);

    internal static string NameOf(ResourceType type) => type.Group.Length == 0 ? type.Plural : $"{type.Plural}.{type.Group}";

    private static JsonObject BodyOf(ApiRequest request) => RequestBodies.Parse(request) as JsonObject ?? throw KubernetesError.BadRequest("the request body is no object");

    private static JsonObject OptionalBodyOf(ApiRequest request) => request.Body.Length == 0 ? [] : BodyOf(request);

    private List<StoredObject> Selected(ApiRequest request, ResourceType type, ResourcePath path)
    {
        try
        {
            var labels = LabelSelector.Parse(request.Parameter("labelSelector"));
            var fields = FieldSelector.Parse(request.Parameter("fieldSelector"));
            return [.. cluster.Objects.List(type, path.Namespace.Length > 0 ? path.Namespace : null).Where(item => labels.Matches(item.Value) && fields.Matches(item.Value))];
        }
        catch (FormatException problem)
        {
            throw KubernetesError.BadRequest(problem.Message);
        }
    }

    private ApiResponse List(ApiRequest request, ResourceType type, ResourcePath path)
    {
        var items = Selected(request, type, path);
        var metadata = new JsonObject { ["resourceVersion"] = cluster.Objects.Version.ToString(CultureInfo.InvariantCulture) };
        var start = PositionOf(request.Parameter("continue"));
        if (int.TryParse(request.Parameter("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && items.Count - start > limit)
        {
            metadata["continue"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes((start + limit).ToString(CultureInfo.InvariantCulture)));
            metadata["remainingItemCount"] = items.Count - start - limit;
            items = items.GetRange(start, limit);
        }
        else
        {
            items = [.. items.Skip(start)];
        }

        return Tables.IsAsked(request.Accept)
            ? Tables.Answer(cluster, type, items, metadata)
            : new ApiResponse(200, $$"""{"kind":"{{type.Kind}}List","apiVersion":"{{type.GroupVersion}}","metadata":{{metadata.ToJsonString()}},"items":[{{string.Join(',', items.Select(static item => item.Json))}}]}""");
    }

    private static int PositionOf(string? token)
    {
        try
        {
            return string.IsNullOrEmpty(token) ? 0 : int.Parse(Convert.FromBase64String(token), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw KubernetesError.BadRequest("continue key is not valid");
        }
    }

    private WatchSession Watch(ApiRequest request, ResourceType type, ResourcePath path, string name)
    {
        try
        {
            return WatchSession.Start(cluster, type, path.Namespace, name, request);
        }
        catch (FormatException problem)
        {
            throw KubernetesError.BadRequest(problem.Message);
        }
    }

    private ApiResponse Patch(ApiRequest request, ResourceType type, ResourcePath path)
    {
        var isApply = RequestBodies.IsApply(request.ContentType);
        if (isApply && string.IsNullOrEmpty(request.Parameter("fieldManager")))
        {
            throw KubernetesError.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        var existing = cluster.Objects.Get(ObjectKey.Of(type, path.Namespace, path.Name));
        if (existing is null && isApply && path.Subresource.Length == 0)
        {
            return new ApiResponse(201, _changes.Create(type, path, BodyOf(request), request.IsDryRun).Json);
        }

        existing ??= Existing(type, path);
        return Ok(_changes.Update(type, existing, RequestBodies.Patched(request, existing), path.Subresource, request.IsDryRun));
    }

    private ApiResponse Bind(StoredObject pod, JsonObject body)
    {
        var changed = pod.Copy();
        changed["spec"]!["nodeName"] = body["target"]?["name"]?.ToString() ?? throw KubernetesError.BadRequest("target.name is required");
        cluster.Objects.Put(pod.Key, changed);
        return new ApiResponse(201, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}""");
    }

    private ApiResponse Exec(ApiRequest request, StoredObject pod)
    {
        var node = pod.Value["spec"]?["nodeName"]?.ToString() ?? "";
        if (pod.Key.Name != $"etcd-{node}" || pod.Key.Namespace != "kube-system")
        {
            throw new KubernetesError(501, "NotImplemented", "exec is simulated in etcd pods only");
        }

        return cluster.IsKubeletRunning(node)
            ? new ApiResponse(400, "", Exec: new ExecCommand(node, [.. request.Query["command"]]))
            : throw new KubernetesError(500, "InternalError", $"error dialing backend: dial tcp: no route to host {node}");
    }
}
