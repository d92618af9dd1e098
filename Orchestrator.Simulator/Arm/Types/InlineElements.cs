using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Finds elements of inline collections by id.</summary>
internal static class InlineElements
{
    /// <summary>True when <paramref name="content"/>, the body of <paramref name="ownerId"/>, has the element that <paramref name="id"/> names.</summary>
    public static bool Contains(JsonObject content, string ownerId, string id)
    {
        var parts = id[(ownerId.Length + 1)..].Split('/');
        return parts.Length >= 2 && Find(content, parts[0], parts[1]) is not null;
    }

    public static JsonObject? Find(JsonObject body, string collection, string name) =>
        (body["properties"] as JsonObject)?.FirstOrDefault(member => member.Key.Same(collection)).Value is JsonArray items
            ? items.OfType<JsonObject>().FirstOrDefault(item => item.Text("name").Same(name))
            : null;
}
