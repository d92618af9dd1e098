using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Contract;

/// <summary>
/// One schema with everything that <c>$ref</c> and <c>allOf</c> bring in, seen as layers from the outside in.
/// Children are resolved when first asked for: the definitions are recursive.
/// </summary>
internal sealed class ContractSchema
{
    private readonly ContractDocument _document;
    private readonly List<JsonObject> _layers = [];
    private readonly Lazy<Dictionary<string, (string Name, ContractSchema Schema)>> _properties;
    private readonly Lazy<ContractSchema?> _items;
    private readonly Lazy<ContractSchema?> _additional;

    public ContractSchema(JsonObject raw, ContractDocument document)
    {
        _document = document;
        AddLayers(raw);
        _properties = new(ReadProperties);
        _items = new(() => Child("items"));
        _additional = new(() => Child("additionalProperties"));
        Required = [.. _layers.SelectMany(static layer => Strings(layer["required"]))];
        RequiredInResponse = [.. _layers.SelectMany(static layer => Strings(layer["x-required-in-response"]))];
        Pattern = Text("pattern") is { } pattern ? new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;
    }

    public string? Type => Text("type");

    public string? Format => Text("format");

    public bool ReadOnly => Flag("readOnly");

    /// <summary>Unknown members are errors.</summary>
    public bool Closed => Flag("x-closed") && AdditionalProperties is null;

    public IReadOnlyList<string> Required { get; }

    /// <summary>What the service makes and always shows.</summary>
    public IReadOnlyList<string> RequiredInResponse { get; }

    public Regex? Pattern { get; }

    public decimal? Minimum => Number("minimum");

    public decimal? Maximum => Number("maximum");

    public decimal? MinItems => Number("minItems");

    public ContractSchema? Items => _items.Value;

    public ContractSchema? AdditionalProperties => _additional.Value;

    /// <summary>Members by name in any casing.</summary>
    public IReadOnlyDictionary<string, (string Name, ContractSchema Schema)> Properties => _properties.Value;

    /// <summary>The values allowed; null when any is. Enums that Azure marks as extensible stay open.</summary>
    public IReadOnlyList<string>? Values { get; private set; }

    /// <summary>Known values whether the enum is open or not, for their casing.</summary>
    public IReadOnlyList<string> KnownValues { get; private set; } = [];

    private static IEnumerable<string> Strings(JsonNode? node) =>
        node is JsonArray array ? array.Where(static item => item is not null).Select(static item => item!.ToString()) : [];

    private void AddLayers(JsonObject raw)
    {
        _layers.Add(raw);
        if (raw["enum"] is JsonArray values)
        {
            KnownValues = [.. Strings(values)];
            Values = raw["x-ms-enum"]?["modelAsString"]?.GetValue<bool>() == true ? null : KnownValues;
        }

        if (raw["$ref"] is { } reference)
        {
            AddLayers(_document.Definition(reference.GetValue<string>()));
        }

        foreach (var part in raw["allOf"] as JsonArray ?? [])
        {
            AddLayers(part!.AsObject());
        }
    }

    private Dictionary<string, (string, ContractSchema)> ReadProperties()
    {
        var properties = new Dictionary<string, (string, ContractSchema)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, schema) in _layers.SelectMany(static layer => layer["properties"] as JsonObject ?? []))
        {
            properties.TryAdd(name, (name, new ContractSchema(schema!.AsObject(), _document)));
        }

        return properties;
    }

    private ContractSchema? Child(string keyword) =>
        _layers.Select(layer => layer[keyword] as JsonObject).FirstOrDefault(static found => found is not null) is { } raw ? new ContractSchema(raw, _document) : null;

    private string? Text(string keyword) =>
        _layers.Select(layer => layer[keyword]).OfType<JsonValue>().FirstOrDefault()?.ToString();

    private bool Flag(string keyword) =>
        _layers.Exists(layer => layer[keyword] is JsonValue value && value.TryGetValue<bool>(out var set) && set);

    private decimal? Number(string keyword) =>
        Text(keyword) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
