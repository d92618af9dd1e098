using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.Reading;

/// <summary>The fields and types of JSON that passes through as it is written. Declared as a tree of values; read with every problem reported.</summary>
internal abstract class Shape
{
    public static Shape Text { get; } = new Leaf(static (node, context, path) => Values.String(node, context, path) is { } text ? JsonValue.Create(text) : null);

    public static Shape Number { get; } = new Leaf(static (node, context, path) => Values.Integer(node, context, path) is { } number ? JsonValue.Create(number) : null);

    public static Shape Flag { get; } = new Leaf(static (node, context, path) => Values.Boolean(node, context, path) is { } truth ? JsonValue.Create(truth) : null);

    /// <summary>Checked, and kept as it is written.</summary>
    public static Shape Duration { get; } = new Leaf(static (node, context, path) =>
        Values.Duration(node, context, path) is null ? null : JsonValue.Create(((ScalarNode)node).Value));

    public static Shape Strings { get; } = List(Text);

    public static Shape StringMap { get; } = Map(Text);

    /// <summary>Known, but an error wherever it asks for something.</summary>
    public static Shape Unsupported { get; } = new Leaf(static (node, context, path) =>
    {
        if (!Values.IsEmpty(node))
        {
            var name = path[(path.LastIndexOf('.') + 1)..];
            context.Error(ErrorCatalog.UnsupportedFeature, context.Locate(node.Offset, path), $"'{name}' is not supported yet.", "Remove the field.");
        }

        return null;
    });

    public static Shape Choice(params string[] allowed) => new Leaf((node, context, path) =>
    {
        var text = Values.String(node, context, path);
        if (text is not null && !allowed.Contains(text, StringComparer.Ordinal))
        {
            context.Error(
                ErrorCatalog.InvalidValue, context.Locate(node.Offset, path), $"\"{text}\" is not one of the allowed values.",
                $"Write one of {string.Join(", ", allowed)}.");
        }

        return text is null ? null : JsonValue.Create(text);
    });

    public static Shape List(Shape item) => new ListShape(item);

    public static Shape Map(Shape value) => new MapShape(value);

    public static Shape Object(params (string Name, Shape Shape)[] fields) => new ObjectShape(fields.ToDictionary(StringComparer.Ordinal));

    public abstract JsonNode? Read(ManifestNode node, ReadContext context, string path);

    private sealed class Leaf(Func<ManifestNode, ReadContext, string, JsonNode?> read) : Shape
    {
        public override JsonNode? Read(ManifestNode node, ReadContext context, string path) => read(node, context, path);
    }

    private sealed class ListShape(Shape item) : Shape
    {
        public override JsonNode? Read(ManifestNode node, ReadContext context, string path) =>
            Values.Sequence(node, context, path) is { } sequence
                ? new JsonArray([.. sequence.Items.Select((value, i) => item.Read(value, context, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))])
                : null;
    }

    private sealed class MapShape(Shape value) : Shape
    {
        public override JsonNode? Read(ManifestNode node, ReadContext context, string path)
        {
            if (Values.Mapping(node, context, path) is not { } mapping)
            {
                return null;
            }

            return new JsonObject(mapping.Entries.Select(e => KeyValuePair.Create(e.Key, value.Read(e.Value, context, JsonPath.Member(path, e.Key)))));
        }
    }

    private sealed class ObjectShape(Dictionary<string, Shape> fields) : Shape
    {
        public override JsonNode? Read(ManifestNode node, ReadContext context, string path)
        {
            if (Values.Mapping(node, context, path) is not { } mapping)
            {
                return null;
            }

            var result = new JsonObject();
            foreach (var entry in mapping.Entries)
            {
                var at = JsonPath.Member(path, entry.Key);
                if (!fields.TryGetValue(entry.Key, out var shape))
                {
                    context.Error(
                        ErrorCatalog.UnknownField, context.Locate(entry.KeyOffset, at), $"The field '{entry.Key}' is not known.",
                        Suggestion.Advise(entry.Key, fields.Keys));
                }
                else if (entry.Value is not ScalarNode { Kind: ScalarKind.Null } && shape.Read(entry.Value, context, at) is { } value)
                {
                    result[entry.Key] = value;
                }
            }

            return result;
        }
    }
}
