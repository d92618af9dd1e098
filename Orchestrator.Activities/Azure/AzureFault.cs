using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>An ARM error body: with the <c>error</c> envelope, or without it as Compute's throttling and AKS write it.</summary>
/// <param name="Inner">The first of <c>details</c> that has a code and is no mere consequence: wrappers such as DeploymentFailed say only there what happened.</param>
public sealed record AzureFault(string? Code, string? Message, AzureFault? Inner = null)
{
    /// <summary>Deeper nesting than this is no error of ARM's.</summary>
    private const int Depth = 5;

    public static AzureFault Parse(JsonNode? body) => Parse(Unwrapped(body), Depth);

    private static AzureFault Parse(JsonObject? error, int depth)
    {
        var (code, message) = (Text(Member(error, "code")), Text(Member(error, "message")));

        // The deletion of a group tells of each resource by what its provider answered, as text.
        return code is null && depth > 0 && Nested(message) is { } nested
            ? Parse(nested, depth - 1)
            : new(code, message, depth == 0 ? null : Cause(Details(error).Select(d => Parse(d, depth - 1))));
    }

    /// <summary>In use is a thing mostly by another one that could not go either: that one's error tells more.</summary>
    private static AzureFault? Cause(IEnumerable<AzureFault> details) =>
        details.Where(static d => d.Code is not null).OrderBy(static d => ArmErrorTable.Find(d.Code)?.Definition == ErrorCatalog.ResourceInUse).FirstOrDefault();

    private static IEnumerable<JsonObject> Details(JsonObject? error) => (Member(error, "details") as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject? Unwrapped(JsonNode? body) => Member(body as JsonObject, "error") as JsonObject ?? body as JsonObject;

    private static JsonObject? Nested(string? message)
    {
        try
        {
            return message is not null && message.StartsWith('{') ? Unwrapped(JsonNode.Parse(message)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Resource Manager has been seen to write them with capitals too.</summary>
    private static JsonNode? Member(JsonObject? o, string name) => o?[name] ?? o?.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
