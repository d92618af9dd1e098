using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Resources;

/// <summary>The pieces that ARM bodies are made of again and again.</summary>
internal static class Json
{
    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(static v => (JsonNode)v)];

    /// <summary>Null when there are none, so that the member is left out.</summary>
    public static JsonArray? StringsOrNull(IReadOnlyCollection<string> values) => values.Count == 0 ? null : Strings(values);

    public static JsonArray Objects(IEnumerable<JsonObject> values) => [.. values.Select(static v => (JsonNode)v)];

    /// <summary>A reference to another resource.</summary>
    public static JsonObject Reference(string id) => new() { ["id"] = id };

    public static JsonArray References(params IEnumerable<string> ids) => Objects(ids.Select(Reference));
}
