using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>The Kubernetes API of one cluster: JSON over HTTP, nothing typed. What does not answer is ApiServerUnreachable; what is refused comes back as data.</summary>
public sealed class KubernetesClient(Uri endpoint, HttpMessageHandler handler, TimeProvider time)
{
    private const string StrategicMergePatch = "application/strategic-merge-patch+json";
    private const int PageSize = 500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new(handler) { BaseAddress = endpoint, Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    public Uri Endpoint { get; } = endpoint;

    /// <summary>For what is not a plain request: the exec WebSocket.</summary>
    internal HttpMessageInvoker Invoker => _http;

    /// <summary>True when the API server says that it is ready; false when it does not answer or is not.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            return (await SendAsync(HttpMethod.Get, "readyz", null, cancellation)).IsSuccess;
        }
        catch (OrchestratorException problem) when (problem.Error.Code == ErrorCatalog.ApiServerUnreachable.Code)
        {
            return false;
        }
    }

    /// <summary>The object, or null when there is none of that name.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellation)
    {
        var response = await SendAsync(HttpMethod.Get, path, null, cancellation);
        return response.StatusCode == 404 ? null : response.Expect($"GET {path}").Body;
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, string? selector, CancellationToken cancellation)
    {
        var items = new List<JsonObject>();
        string? next = null;
        do
        {
            var query = $"{path}?limit={PageSize}{(selector is null ? "" : $"&{selector}")}{(next is null ? "" : $"&continue={Uri.EscapeDataString(next)}")}";
            var body = (await SendAsync(HttpMethod.Get, query, null, cancellation)).Expect($"GET {path}").Body;
            items.AddRange((body?["items"] as JsonArray ?? []).OfType<JsonObject>());
            next = body?["metadata"]?["continue"]?.ToString();
        }
        while (!string.IsNullOrEmpty(next));
        return items;
    }

    public Task<KubernetesResponse> PostAsync(string path, JsonObject body, CancellationToken cancellation) => SendAsync(HttpMethod.Post, path, Json(body), cancellation);

    /// <summary>Replaces the object; refused with 409 when its resourceVersion is not the newest.</summary>
    public Task<KubernetesResponse> PutAsync(string path, JsonObject body, CancellationToken cancellation) => SendAsync(HttpMethod.Put, path, Json(body), cancellation);

    public Task<KubernetesResponse> PatchAsync(string path, JsonObject patch, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, path, Json(patch, StrategicMergePatch), cancellation);

    public Task<KubernetesResponse> DeleteAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Delete, path, null, cancellation);

    internal static OrchestratorException Unreachable(Uri endpoint, Exception cause) => new(
        ErrorCatalog.ApiServerUnreachable.With($"The API server at {endpoint.Authority} does not answer: {cause.GetBaseException().Message}"), cause);

    private static StringContent Json(JsonObject body, string mediaType = "application/json") =>
        new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(mediaType));

    private async Task<KubernetesResponse> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(path == "readyz" ? "*/*" : "application/json"));
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Unreachable(Endpoint, problem);
        }
    }

    private async Task<KubernetesResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        var after = response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - time.GetUtcNow());
        return new KubernetesResponse((int)response.StatusCode, Parse(text), after is { } delay ? (int)Math.Ceiling(Math.Max(0, delay.TotalSeconds)) : null);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
