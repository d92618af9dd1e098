using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Tests;

/// <summary>Passes requests on and remembers them.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public List<(string Method, string Path, JsonObject? Body)> Requests { get; } = [];

    /// <summary>Answers in Azure's place where it gives one.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Answer { get; set; }

    public int Puts => Requests.Count(static r => r.Method == "PUT");

    /// <summary>Changes the answers to reads whose path ends with the key.</summary>
    public Dictionary<string, Func<JsonObject, JsonObject>> Edits { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers 404 with this code to reads whose path holds the key.</summary>
    public Dictionary<string, string> Missing { get; } = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var text = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, path, text.Length == 0 ? null : (JsonObject)JsonNode.Parse(text)!));
        if (Answer?.Invoke(request) is { } given)
        {
            return given;
        }

        if (Missing.FirstOrDefault(m => path.Contains(m.Key, StringComparison.OrdinalIgnoreCase)) is { Value: { } code })
        {
            return Reply(HttpStatusCode.NotFound, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "Not found." } });
        }

        var response = await base.SendAsync(request, cancellationToken);
        return request.Method == HttpMethod.Get && Edits.FirstOrDefault(e => path.EndsWith(e.Key, StringComparison.OrdinalIgnoreCase)) is { Value: { } edit }
            ? Reply(response.StatusCode, edit((JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!))
            : response;
    }

    private static HttpResponseMessage Reply(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
