using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Azure;

/// <summary>An ARM error body: with the <c>error</c> envelope, or without it as Compute's throttling and AKS write it.</summary>
/// <param name="Inner">The first of <c>details</c> that has a code: wrappers such as DeploymentFailed say only there what happened.</param>
public sealed record AzureFault(string? Code, string? Message, AzureFault? Inner = null)
{
    /// <summary>Deeper nesting than this is no error of ARM's.</summary>
    private const int Depth = 5;

    public static AzureFault Parse(JsonNode? body) => Parse((body as JsonObject)?["error"] as JsonObject ?? body as JsonObject, Depth);

    private static AzureFault Parse(JsonObject? error, int depth) =>
        new(Text(error?["code"]), Text(error?["message"]), depth == 0 ? null : Details(error).Select(d => Parse(d, depth - 1)).FirstOrDefault(static d => d.Code is not null));

    private static IEnumerable<JsonObject> Details(JsonObject? error) => (error?["details"] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
