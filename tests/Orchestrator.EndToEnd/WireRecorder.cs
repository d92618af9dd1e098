using System.Text.Json.Nodes;

namespace Orchestrator.EndToEnd;

/// <summary>Passes what the app sends to Azure on, and remembers what would change something.</summary>
public sealed class WireRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<WireRequest> _writes = [];

    /// <summary>Writes with a path that ends so, in their order.</summary>
    public IReadOnlyList<WireRequest> Writes(string method, string pathEnd) =>
        [.. _writes.Where(w => w.Method == method && w.Path.EndsWith(pathEnd, StringComparison.OrdinalIgnoreCase))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && request.RequestUri!.Host == "management.azure.com")
        {
            var text = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var headers = request.Headers.ToDictionary(static h => h.Key, static h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
            _writes.Add(new WireRequest(request.Method.Method, request.RequestUri.AbsolutePath, headers, text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject));
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
