using System.Text.Json.Nodes;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Arm;

/// <summary>Reads typed fields of an object into the members of an ARM body, and remembers where each was written.</summary>
/// <param name="reader">The object.</param>
/// <param name="body">What it describes.</param>
/// <param name="specPath">The body's place in the spec.</param>
internal sealed class ArmFields(ObjectReader reader, JsonObject body, string specPath)
{
    public ObjectReader Reader => reader;

    public ArmFields? Inside(string name) => reader.Object(name, at: $"/{specPath}") is { } inner ? new ArmFields(inner, body, specPath) : null;

    /// <param name="choices">The values that the field takes; none: any.</param>
    public string? Text(string name, string path, params string[] choices) =>
        Put(path, choices.Length == 0 ? reader.String(name, At(path)) : reader.Choice(name, choices, At(path)), static text => JsonValue.Create(text));

    public int? Number(string name, string path, int least = int.MinValue, int most = int.MaxValue)
    {
        var number = reader.Integer(name, At(path));
        if (number < least || number > most)
        {
            reader.Invalid(name, $"'{name}' cannot be {number}.", most == int.MaxValue ? $"Write {least} or more." : $"Write a number from {least} to {most}.");
            return null;
        }

        return Put(path, number, static value => JsonValue.Create(value));
    }

    public bool? Flag(string name, string path) => Put(path, reader.Boolean(name, At(path)), static value => JsonValue.Create(value));

    public IReadOnlyList<string> Strings(string name, string path)
    {
        var values = reader.Strings(name, At(path));
        if (reader.Has(name))
        {
            body.Put(path, new JsonArray([.. values.Select(static v => (JsonNode)v)]));
        }

        return values;
    }

    public SortedDictionary<string, string> Map(string name, string path)
    {
        var values = reader.StringMap(name, At(path));
        if (reader.Has(name))
        {
            body.Put(path, new JsonObject(values.Select(static v => KeyValuePair.Create<string, JsonNode?>(v.Key, v.Value))));
        }

        return values;
    }

    /// <summary>A member that follows from what was read.</summary>
    public void Set(string path, JsonNode? value) => body.Put(path, value);

    private string At(string path) => $"/{specPath}.{path}";

    private T Put<T>(string path, T value, Func<T, JsonNode?> create)
    {
        if (value is not null && !Sources.Unknown.IsIn(value as string))
        {
            body.Put(path, create(value));
        }

        return value;
    }
}
