using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Azure;

/// <summary>An ARM error body: with the <c>error</c> envelope, or without it as Compute's throttling and AKS write it.</summary>
public sealed record AzureFault(string? Code, string? Message)
{
    public static AzureFault Parse(JsonNode? body)
    {
        var error = (body as JsonObject)?["error"] as JsonObject ?? body as JsonObject;
        return new AzureFault(Text(error?["code"]), Text(error?["message"]));
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
