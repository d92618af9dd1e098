using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Requests;

/// <summary>One HTTP request to Azure Resource Manager, free of any transport.</summary>
/// <param name="Url">Absolute: the URLs in answers are built from its scheme and host.</param>
/// <param name="Headers">By name in any casing.</param>
public sealed record ArmRequest(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, byte[] Content)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    public string Path => Uri.UnescapeDataString(Url.AbsolutePath).TrimEnd('/');

    public string? ApiVersion => Query("api-version");

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>A query parameter by name in any casing; null when it is absent or empty.</summary>
    public string? Query(string name)
    {
        foreach (var (key, value) in QueryHelpers.ParseQuery(Url.Query))
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value.ToString() is { Length: > 0 } text ? text : null;
            }
        }

        return null;
    }

    /// <summary>The JSON object in the body; null when the body is empty.</summary>
    /// <exception cref="ArmException">400: the body is no JSON object.</exception>
    public JsonObject? Body()
    {
        if (Content.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Content, documentOptions: Lenient) as JsonObject ?? throw ArmErrors.InvalidRequestContent("The body is not a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A member that comes twice shows as ArgumentException, and only when the object is first read.
            throw ArmErrors.InvalidRequestContent(exception.Message);
        }
    }

    /// <summary>An absolute URL on the host that this request was sent to.</summary>
    public string UrlOf(string pathAndQuery) => Url.GetLeftPart(UriPartial.Authority) + pathAndQuery;
}
