using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The API server of one cluster: health, who asks, may they, what do they want.</summary>
internal sealed class KubernetesApi(SimulatedCluster cluster)
{
    private readonly Discovery _discovery = new(cluster);
    private readonly ObjectRequests _objects = new(cluster);

    /// <summary>Answers at once; a watch or an exec session goes on in what the answer carries.</summary>
    public ApiResponse Handle(ApiRequest request)
    {
        ApiResponse Answer()
        {
            try
            {
                return Route(request);
            }
            catch (KubernetesError refusal)
            {
                return refusal.ToResponse();
            }
            catch (Exception problem) when (problem is InvalidOperationException or InvalidCastException or FormatException or ArgumentException)
            {
                // A body whose fields have types that Kubernetes would not decode.
                return KubernetesError.BadRequest($"the object could not be decoded: {problem.Message}").ToResponse();
            }
        }

        return request.Method is "GET" or "HEAD" ? cluster.Gate.Read(Answer) : cluster.Gate.Write(Answer);
    }

    private ApiResponse Route(ApiRequest request)
    {
        if (Health(request) is { } health)
        {
            return health;
        }

        if (!cluster.State.HasQuorum)
        {
            throw KubernetesError.Unavailable();
        }

        var user = Authentication.Authenticate(cluster, request);
        if (ResourcePath.Parse(request.Path) is not { } path)
        {
            Authorization.CheckPath(cluster, user, request.Path);
            return request.Method is "GET" or "HEAD" ? _discovery.Get(request) : throw KubernetesError.MethodNotAllowed();
        }

        Authorization.Check(cluster, user, Verb(request, path), path);
        return _objects.Handle(request, path);
    }

    private ApiResponse? Health(ApiRequest request)
    {
        var path = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (path is not ("readyz" or "livez" or "healthz" or "version"))
        {
            return null;
        }

        if (!cluster.State.AllowsAnonymous)
        {
            Authentication.Authenticate(cluster, request);
        }

        return path switch
        {
            "version" => Version(),
            "readyz" or "healthz" when !cluster.State.HasQuorum => new ApiResponse(500, "[+]ping ok\n[-]etcd failed: reason withheld\n" + path + " check failed\n", "text/plain; charset=utf-8"),
            _ => new ApiResponse(200, "ok", "text/plain; charset=utf-8"),
        };
    }

    private ApiResponse Version()
    {
        var version = cluster.NewestApiServer();
        return new ApiResponse(200, new JsonObject
        {
            ["major"] = version.Major.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["minor"] = version.Minor.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["gitVersion"] = version.ToString(),
            ["gitCommit"] = "0000000000000000000000000000000000000000",
            ["gitTreeState"] = "clean",
            ["buildDate"] = ObjectStore.Timestamp(cluster.State.CreatedAt),
            ["goVersion"] = "go1.23",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        }.ToJsonString());
    }

    private static string Verb(ApiRequest request, ResourcePath path) => request.Method switch
    {
        "GET" or "HEAD" when request.IsWatch => "watch",
        "GET" or "HEAD" when path.Subresource == "exec" => "create",
        "GET" or "HEAD" => path.Name.Length > 0 ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path.Name.Length > 0 ? "delete" : "deletecollection",
        _ => throw KubernetesError.MethodNotAllowed(),
    };
}
