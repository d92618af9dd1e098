using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>JSON whose members are in ordinal order at every level, so that two manifests that say the same give the same text.</summary>
internal static class SortedJson
{
    public static JsonObject Of(JsonObject source) =>
        new(source.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, Of(member.Value))));

    private static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject mapping => Of(mapping),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        _ => node?.DeepClone(),
    };
}
