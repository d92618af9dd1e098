using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>Every field of a body that we render, and other values that somebody could give it.</summary>
internal static class FieldMutations
{
    private static readonly string[] ItemKeys = ["name", "service", "lun"];

    /// <summary>Words that Azure knows; each field gets those that it takes.</summary>
    private static readonly string[] Words =
    [
        "Udp", "Tcp", "Http", "Deny", "Outbound", "Inbound", "Dynamic", "Static", "Basic", "Standard", "Standard_LRS", "StandardSSD_LRS", "None", "ReadOnly", "ReadWrite", "Standard_D4s_v3",
        "/healthz", "10.77.0.0/16", "192.0.2.77", "SourceIP", "Disabled", "Enabled", "Detach", "Delete", "4443", "other", "stable", "User", "System", "Monday", "05:00", "50%", "30s", "900", "Standard_ZRS", "Cool", "Hot", "TLS1_0",
        PrivateNetwork.Zone.Replace("blob", "file", StringComparison.Ordinal), PrivateNetwork.Store + "2",
    ];

    /// <summary>A field by its path: member names, and the keys of items in lists.</summary>
    public static IEnumerable<IReadOnlyList<string>> FieldsOf(JsonNode rendered) => Fields(rendered, []);

    public static string Text(IReadOnlyList<string> path) => "$" + string.Concat(path.Select(static part => part.StartsWith('[') ? part : $".{part}"));

    public static JsonNode? Find(JsonNode body, IReadOnlyList<string> path) => path.Aggregate((JsonNode?)body, static (node, part) => Step(node, part));

    /// <summary>Ways to change the field, in the order in which they are tried.</summary>
    public static IEnumerable<Action<JsonObject>> Of(JsonNode value, IReadOnlyList<string> path)
    {
        var last = path[^1];
        Action<JsonObject> Set(Func<JsonNode?> other) => body => ((JsonObject)Find(body, path.SkipLast(1).ToList())!)[NameIn((JsonObject)Find(body, path.SkipLast(1).ToList())!, last)] = other();
        switch (value)
        {
            case JsonValue number when number.TryGetValue(out int n):
                yield return Set(() => n + 1);
                yield return Set(() => n - 1);
                yield return Set(() => n * 2);
                break;
            case JsonValue flag when flag.TryGetValue(out bool b):
                yield return Set(() => !b);
                break;
            case JsonValue:
                foreach (var word in Words.Where(w => !w.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase)).Append($"{value}x"))
                {
                    yield return Set(() => word);
                }

                yield return Remove(path);
                break;
            case JsonArray list:
                yield return Set(() => new JsonArray([.. list.Skip(1).Select(static i => i?.DeepClone())]));
                yield return Set(() => new JsonArray([.. list.Select(static i => i?.DeepClone()), JsonValue.Create("10.77.0.0/16")]));
                yield return Set(() => new JsonArray(JsonValue.Create("10.77.0.0/16")));
                break;
            default:
                yield return Remove(path);
                break;
        }
    }

    private static Action<JsonObject> Remove(IReadOnlyList<string> path) => body =>
    {
        var owner = (JsonObject)Find(body, path.SkipLast(1).ToList())!;
        owner.Remove(NameIn(owner, path[^1]));
    };

    private static IEnumerable<IReadOnlyList<string>> Fields(JsonNode? node, IReadOnlyList<string> path)
    {
        switch (node)
        {
            case null:
                return [];
            case JsonObject o when path.Count > 0 && (o.ContainsKey("id") || o.Count == 0):
                return [path];
            case JsonObject o:
                return o.SelectMany(member => Fields(member.Value, [.. path, member.Key]));
            case JsonArray items when items.Count > 0 && ItemKeys.FirstOrDefault(key => items.All(i => i is JsonObject item && item[key] is not null)) is { } key:
                return items.SelectMany(item => ((JsonObject)item!).Where(member => member.Key != key).SelectMany(member => Fields(member.Value, [.. path, $"['{item![key]}']", member.Key])));
            default:
                return [path];
        }
    }

    private static JsonNode? Step(JsonNode? node, string part) => part.StartsWith('[')
        ? (node as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => ItemKeys.Any(key => string.Equals(item[key]?.ToString(), part[2..^2], StringComparison.OrdinalIgnoreCase)))
        : node is JsonObject o ? o[NameIn(o, part)] : null;

    private static string NameIn(JsonObject o, string name) => o.Select(static m => m.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
}
