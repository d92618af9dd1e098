using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>RFC 6902.</summary>
internal static class JsonPatch
{
    /// <exception cref="FormatException">An operation cannot be applied; nothing of the patch counts then.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        var result = (JsonObject)target.DeepClone();
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var path = Steps(operation["path"]);
            switch (operation["op"]?.ToString())
            {
                case "add": Add(result, path, operation["value"]?.DeepClone()); break;
                case "remove": Remove(result, path); break;
                case "replace": Remove(result, path); Add(result, path, operation["value"]?.DeepClone()); break;
                case "copy": Add(result, path, Get(result, Steps(operation["from"]))?.DeepClone()); break;
                case "move": Add(result, path, Remove(result, Steps(operation["from"]))); break;
                case "test": Test(result, path, operation["value"]); break;
                default: throw new FormatException($"Unexpected kind: {operation["op"]}");
            }
        }

        return result;
    }

    private static string[] Steps(JsonNode? pointer) =>
        [.. (pointer?.ToString() ?? "").Split('/').Skip(1).Select(static step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static JsonNode? Get(JsonNode root, ReadOnlySpan<string> path)
    {
        JsonNode? node = root;
        foreach (var step in path)
        {
            node = node switch
            {
                JsonObject map when map.ContainsKey(step) => map[step],
                JsonArray list => list[Index(list, step, list.Count - 1)],
                _ => throw new FormatException($"the path '/{string.Join('/', path)}' does not exist"),
            };
        }

        return node;
    }

    private static void Add(JsonObject root, string[] path, JsonNode? value)
    {
        switch (Get(root, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject map: map[path[^1]] = value; break;
            case JsonArray list: list.Insert(path[^1] == "-" ? list.Count : Index(list, path[^1], list.Count), value); break;
            default: throw new FormatException($"the path '/{string.Join('/', path)}' leads through a value");
        }
    }

    private static JsonNode? Remove(JsonObject root, string[] path)
    {
        var value = Get(root, path);
        switch (Get(root, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject map: map.Remove(path[^1]); break;
            case JsonArray list: list.RemoveAt(Index(list, path[^1], list.Count - 1)); break;
            default: throw new FormatException($"the path '/{string.Join('/', path)}' leads through a value");
        }

        return value;
    }

    private static void Test(JsonObject root, string[] path, JsonNode? expected)
    {
        if (!JsonNode.DeepEquals(Get(root, path), expected))
        {
            throw new FormatException($"testing path '/{string.Join('/', path)}' failed");
        }
    }

    private static int Index(JsonArray list, string step, int largest) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= largest && list.Count + 1 > index
            ? index : throw new FormatException($"no element '{step}' in a list of {list.Count}");
}
