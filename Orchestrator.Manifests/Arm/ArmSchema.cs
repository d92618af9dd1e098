using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Manifests.Arm;

/// <summary>One definition of Azure's published contract, with everything that it refers to. Children are resolved when first asked for: definitions are recursive.</summary>
internal sealed class ArmSchema
{
    private const string Prefix = "#/definitions/";
    private const string ContainerService = "Microsoft.ContainerService.json";
    private static readonly ConcurrentDictionary<string, JsonObject> Files = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string File, string Definition), ArmSchema> Named = new();
    private readonly JsonObject definitions;
    private readonly List<JsonObject> layers = [];
    private readonly Lazy<Dictionary<string, (string Name, ArmSchema Schema)>> properties;
    private readonly Lazy<ArmSchema?> items;
    private readonly Lazy<ArmSchema?> additional;

    private ArmSchema(JsonObject raw, JsonObject definitions)
    {
        this.definitions = definitions;
        AddLayers(raw);
        properties = new(ReadProperties);
        items = new(() => Child("items"));
        additional = new(() => Child("additionalProperties"));
    }

    public static ArmSchema ManagedCluster => Of("ManagedCluster");

    public static ArmSchema AgentPool => Of("AgentPool");

    /// <summary>The properties of an agent pool.</summary>
    public static ArmSchema AgentPoolProperties => Of("ManagedClusterAgentPoolProfileProperties");

    public static ArmSchema MaintenanceConfiguration => Of("MaintenanceConfiguration");

    public static ArmSchema FleetMember => Of("FleetMember", "Microsoft.ContainerService.Fleet.json");

    public static ArmSchema ClusterExtension => Of("ClusterExtension", "supplement.json");

    public string? Type => Text("type");

    public bool IsReadOnly => Flag("readOnly");

    /// <summary>Members without which Azure takes no such object.</summary>
    public IEnumerable<string> Required => layers.SelectMany(static layer => layer["required"] as JsonArray ?? []).Select(static name => name!.ToString())
        .Where(name => !(Properties.TryGetValue(name, out var member) && member.Schema.IsReadOnly));

    /// <summary>Members by name in any casing.</summary>
    public IReadOnlyDictionary<string, (string Name, ArmSchema Schema)> Properties => properties.Value;

    public ArmSchema? Items => items.Value;

    /// <summary>What the values of a map are; null: unknown members are mistakes.</summary>
    public ArmSchema? Additional => additional.Value;

    /// <summary>Values that Azure knows, for their casing.</summary>
    public IReadOnlyList<string> KnownValues { get; private set; } = [];

    /// <summary>Azure may know further values by now.</summary>
    public bool IsOpen { get; private set; } = true;

    public decimal? Minimum => Number("minimum");

    public decimal? Maximum => Number("maximum");

    public Regex? Pattern => Text("pattern") is { } pattern ? new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;

    private static ArmSchema Of(string definition, string file = ContainerService) => Named.GetOrAdd(
        (file, definition), static key =>
        {
            var all = Files.GetOrAdd(key.File, Load);
            return new ArmSchema(all[key.Definition]!.AsObject(), all);
        });

    private static JsonObject Load(string file)
    {
        using var stream = typeof(ArmSchema).Assembly.GetManifestResourceStream($"Contract/{file}")!;
        return JsonNode.Parse(stream)!["definitions"]!.AsObject();
    }

    private void AddLayers(JsonObject raw)
    {
        layers.Add(raw);
        if (raw["enum"] is JsonArray values)
        {
            KnownValues = [.. values.Select(static v => v!.ToString())];
            IsOpen = raw["x-ms-enum"]?["modelAsString"]?.GetValue<bool>() == true;
        }

        if (raw["$ref"] is { } reference)
        {
            AddLayers(definitions[reference.GetValue<string>()[Prefix.Length..]]!.AsObject());
        }

        foreach (var part in raw["allOf"] as JsonArray ?? [])
        {
            AddLayers(part!.AsObject());
        }
    }

    private Dictionary<string, (string, ArmSchema)> ReadProperties()
    {
        var found = new Dictionary<string, (string, ArmSchema)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, schema) in layers.SelectMany(static layer => layer["properties"] as JsonObject ?? []))
        {
            found.TryAdd(name, (name, new ArmSchema(schema!.AsObject(), definitions)));
        }

        return found;
    }

    private ArmSchema? Child(string keyword) =>
        layers.Select(layer => layer[keyword] as JsonObject).FirstOrDefault(static found => found is not null) is { } raw ? new ArmSchema(raw, definitions) : null;

    private string? Text(string keyword) => layers.Select(layer => layer[keyword]).OfType<JsonValue>().FirstOrDefault()?.ToString();

    private bool Flag(string keyword) => layers.Exists(layer => layer[keyword] is JsonValue value && value.TryGetValue(out bool set) && set);

    private decimal? Number(string keyword) => Text(keyword) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
