using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>Short ways into JSON bodies.</summary>
internal static class JsonPaths
{
    /// <summary>The node at a path of member names such as <c>properties.sku.name</c>; null when any of it is missing.</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path) is JsonValue value ? value.ToString() : null;

    public static int? Number(this JsonNode? node, string path) =>
        node.At(path) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static bool Flag(this JsonNode? node, string path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The objects in the array at a path; none when it is missing.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, string path) => (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The object at a path, created with all that leads there when it is missing.</summary>
    public static JsonObject Ensure(this JsonObject node, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (node[name] is not JsonObject next)
            {
                node[name] = next = [];
            }

            node = next;
        }

        return node;
    }

    /// <summary>Sets a member unless it is there.</summary>
    public static void Default(this JsonObject node, string name, JsonNode value)
    {
        if (node[name] is null)
        {
            node[name] = value;
        }
    }

    /// <summary>Cuts an expanded reference down to its <c>id</c>: clients may send back what a GET with expansion gave them.</summary>
    public static void KeepIdOnly(this JsonObject node, string name)
    {
        if (node[name] is JsonObject reference && reference["id"] is { } id)
        {
            node[name] = new JsonObject { ["id"] = id.DeepClone() };
        }
        else if (node[name] is JsonArray references)
        {
            node[name] = new JsonArray([.. references.OfType<JsonObject>().Select(static item => new JsonObject { ["id"] = item["id"]?.DeepClone() })]);
        }
    }

    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();

    public static bool Same(this string? text, string? other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes out what <paramref name="said"/> says to be null.</summary>
    public static void DropNulls(this JsonObject node, JsonObject said)
    {
        foreach (var (name, value) in said)
        {
            var key = node.Select(static member => member.Key).FirstOrDefault(member => member.Same(name));
            if (key is not null && value is null)
            {
                node.Remove(key);
            }
            else if (key is not null && node[key] is JsonObject inner && value is JsonObject over)
            {
                inner.DropNulls(over);
            }
        }
    }

    /// <summary>Lays <paramref name="patch"/> over <paramref name="node"/>: objects merge, all else is replaced (RFC 7396 without its nulls).</summary>
    public static JsonObject MergedWith(this JsonObject node, JsonObject patch)
    {
        var result = node.Copy();
        foreach (var (name, value) in patch)
        {
            result[name] = result[name] is JsonObject inner && value is JsonObject over ? inner.MergedWith(over) : value?.DeepClone();
        }

        return result;
    }
}
