using System.Text.Json.Nodes;

namespace Orchestrator.Manifests.Arm;

/// <summary>Members deep inside a body, by paths such as <c>properties.networkProfile.networkPlugin</c>.</summary>
internal static class ArmPath
{
    public static JsonNode? At(this JsonObject body, string path) =>
        path.Split('.').Aggregate((JsonNode?)body, static (node, name) => (node as JsonObject)?[name]);

    public static string? TextAt(this JsonObject body, string path) => body.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static int? NumberAt(this JsonObject body, string path) => body.At(path) is JsonValue value && value.TryGetValue(out int number) ? number : null;

    public static bool? FlagAt(this JsonObject body, string path) => body.At(path) is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static bool Is(this JsonObject body, string path, string text) => string.Equals(body.TextAt(path), text, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<string> TextsAt(this JsonObject body, string path) =>
        body.At(path) is JsonArray list ? [.. list.OfType<JsonValue>().Select(static v => v.TryGetValue(out string? text) ? text : null).OfType<string>()] : [];

    /// <summary>Sets the member and makes what holds it.</summary>
    public static void Put(this JsonObject body, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var holder = body;
        foreach (var name in names[..^1])
        {
            if (holder[name] is not JsonObject inner)
            {
                holder[name] = inner = [];
            }

            holder = inner;
        }

        holder[names[^1]] = value;
    }

    /// <summary>Sets the member where nothing is said of it; a null says that it, or what holds it, shall not be there.</summary>
    public static void Default(this JsonObject body, string path, JsonNode value)
    {
        JsonNode? node = body;
        foreach (var name in path.Split('.'))
        {
            if (node is not JsonObject holder || !holder.TryGetPropertyValue(name, out node))
            {
                body.Put(path, value);
                return;
            }

            if (node is null)
            {
                return;
            }
        }
    }

    /// <summary>Lays <paramref name="patch"/> over the body as RFC 7386 says, except that a null stays: the member shall not be there.</summary>
    public static void Merge(this JsonObject body, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && body[name] is JsonObject held)
            {
                held.Merge(inner);
            }
            else
            {
                body[name] = value?.DeepClone();
            }
        }
    }
}
