using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Tests.Nodes;

/// <summary>A Kubernetes API that keeps objects by their path and no more: lists, selectors of one term, create, replace, merge, delete, evictions by rule.</summary>
internal sealed class FakeKubernetes : HttpMessageHandler, IKubernetesTransport
{
    public SortedDictionary<string, JsonObject> Objects { get; } = new(StringComparer.Ordinal);

    public List<string> Requests { get; } = [];

    /// <summary>False: nobody answers.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>The status of an eviction by pod name; a pod that may go gets its deletion time, one second ago by default.</summary>
    public Func<string, int> Evict { get; set; } = static _ => 201;

    public HttpMessageHandler CreateHandler(ClusterSpec spec, X509Certificate2 client, X509Certificate2Collection trust) => this;

    public void Add(string collection, string json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        Objects[$"/{collection}/{item["metadata"]!["name"]}"] = item;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        Requests.Add($"{request.Method} {path}");
        if (!IsUp)
        {
            throw new HttpRequestException("connection refused");
        }

        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        var (status, answer) = path == "/readyz" ? (200, null) : Answer(request.Method.Method, path, request.RequestUri.Query, body);
        return new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(path == "/readyz" ? "ok" : (answer ?? Status(status)).ToJsonString(), Encoding.UTF8, path == "/readyz" ? "text/plain" : "application/json"),
        };
    }

    private (int Status, JsonObject? Answer) Answer(string method, string path, string query, JsonObject? body) => (method, Objects.GetValueOrDefault(path)) switch
    {
        ("GET", { } found) => (200, Copy(found)),
        ("GET", null) when IsCollection(path) => (200, new JsonObject { ["items"] = new JsonArray([.. Items(path, query)]) }),
        ("POST", _) when path.EndsWith("/eviction", StringComparison.Ordinal) => Eviction(path[..^"/eviction".Length]),
        ("POST", _) => Create($"{path}/{body!["metadata"]!["name"]}", body),
        ("PUT", not null) => (200, Objects[path] = Copy(body!)),
        ("PATCH", { } found) => (200, Merge(found, body!)),
        ("DELETE", not null) => Objects.Remove(path) ? (200, []) : (404, null),
        _ => (404, null),
    };

    private (int Status, JsonObject? Answer) Create(string path, JsonObject body) => Objects.TryAdd(path, Copy(body)) ? (201, body) : (409, null);

    private (int Status, JsonObject? Answer) Eviction(string path)
    {
        if (!Objects.TryGetValue(path, out var pod))
        {
            return (404, null);
        }

        var status = Evict(pod["metadata"]!["name"]!.ToString());
        if (status == 201)
        {
            pod["metadata"]!["deletionTimestamp"] = "2031-05-01T12:00:00Z";
        }

        return (status, null);
    }

    private IEnumerable<JsonNode> Items(string collection, string query)
    {
        var parts = collection.Split('/');
        var kind = parts[^1];
        return Objects.Where(entry => entry.Key.Split('/') is var key && key[^2] == kind && (entry.Key.StartsWith(collection + "/", StringComparison.Ordinal) || !collection.Contains("/namespaces/", StringComparison.Ordinal)))
            .Select(static entry => entry.Value).Where(item => Matches(item, query)).Select(static item => (JsonNode)Copy(item));
    }

    private static bool Matches(JsonObject item, string query)
    {
        var terms = query.TrimStart('?').Split('&').Select(static term => term.Split('=', 2)).ToDictionary(static term => term[0], static term => Uri.UnescapeDataString(term[^1]));
        if (terms.TryGetValue("fieldSelector", out var field))
        {
            return item["spec"]?["nodeName"]?.ToString() == field["spec.nodeName=".Length..];
        }

        if (!terms.TryGetValue("labelSelector", out var label))
        {
            return true;
        }

        var pair = label.Split('=', 2);
        return item["metadata"]?["labels"] is JsonObject labels && labels.ContainsKey(pair[0]) && (pair.Length == 1 || labels[pair[0]]!.ToString() == pair[1]);
    }

    private static bool IsCollection(string path) => path.Split('/')[^1] is "nodes" or "pods" or "volumeattachments" or "secrets" or "configmaps";

    private static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (target[name] is JsonObject inner && value is JsonObject change)
            {
                Merge(inner, change);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }

        return Copy(target);
    }

    private static JsonObject Status(int status) => new() { ["kind"] = "Status", ["code"] = status, ["message"] = $"status {status}" };

    private static JsonObject Copy(JsonObject item) => (JsonObject)item.DeepClone();
}
