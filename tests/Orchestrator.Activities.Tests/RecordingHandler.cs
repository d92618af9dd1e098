using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Tests;

/// <summary>Passes requests on and remembers them.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public List<(string Method, string Path, JsonObject? Body)> Requests { get; } = [];

    /// <summary>Answers in Azure's place where it gives one.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Answer { get; set; }

    public int Puts => Requests.Count(static r => r.Method == "PUT");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.AbsolutePath, text.Length == 0 ? null : (JsonObject)JsonNode.Parse(text)!));
        return Answer?.Invoke(request) ?? await base.SendAsync(request, cancellationToken);
    }
}
