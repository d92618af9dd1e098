using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Sources;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.Reading;

/// <summary>
/// Reads the fields of one object. Every accessor names a field that is known, checks its type, and remembers where the value stood;
/// <see cref="Finish"/> then reports the fields that nobody asked for. <c>at</c> is the field's name in the spec where it differs
/// from the manifest's; an empty one flattens the object into its parent.
/// </summary>
internal sealed class ObjectReader
{
    private readonly MappingNode node;
    private readonly ReadContext context;
    private readonly string path;
    private readonly string specPath;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly List<ObjectReader> children = [];

    public ObjectReader(MappingNode node, ReadContext context, string path = "$", string specPath = "")
    {
        (this.node, this.context, this.path, this.specPath) = (node, context, path, specPath);
        context.Origins.Add(specPath, Location);
    }

    public SourceLocation Location => context.Locate(node.Offset, path);

    public ReadContext Context => context;

    /// <summary>Whether the field is there and not null; null counts as absent, as in Kubernetes.</summary>
    public bool Has(string name) => node.Find(name)?.Value is { } value and not ScalarNode { Kind: ScalarKind.Null };

    public IEnumerable<string> Names => node.Entries.Select(static e => e.Key);

    /// <summary>Place of a field's value; the object's own when the field is absent.</summary>
    public SourceLocation Locate(string name) =>
        node.Find(name) is { } entry ? context.Locate(entry.Value.Offset, JsonPath.Member(path, name)) : Location;

    /// <summary>Place of an item of a list.</summary>
    public SourceLocation LocateItem(string name, int place) => node.Find(name)?.Value is SequenceNode list
        ? context.Locate(list.Items[place].Offset, JsonPath.Item(JsonPath.Member(path, name), place))
        : Locate(name);

    public string? String(string name, string? at = null) => Take(name, at) is { } value ? Values.String(value, context, JsonPath.Member(path, name)) : null;

    /// <summary>The field's text, or <see cref="Unknown.Text"/> after reporting that it is missing or mistyped.</summary>
    public string RequiredString(string name, string? at = null) => Require(name) ? String(name, at) ?? Unknown.Text : Unknown.Text;

    public int? Integer(string name, string? at = null) => Take(name, at) is { } value ? Values.Integer(value, context, JsonPath.Member(path, name)) : null;

    public bool? Boolean(string name, string? at = null) => Take(name, at) is { } value ? Values.Boolean(value, context, JsonPath.Member(path, name)) : null;

    /// <summary>A number or a string such as <c>25%</c>.</summary>
    public string? IntegerOrString(string name, string? at = null) =>
        Take(name, at) is { } value ? value is ScalarNode { Kind: ScalarKind.Integer } number ? number.Value : Values.String(value, context, JsonPath.Member(path, name)) : null;

    public TimeSpan? Duration(string name, string? at = null) => Take(name, at) is { } value ? Values.Duration(value, context, JsonPath.Member(path, name)) : null;

    /// <summary>One of <paramref name="allowed"/>, which are case-sensitive.</summary>
    public string? Choice(string name, IReadOnlyCollection<string> allowed, string? at = null)
    {
        var text = String(name, at);
        if (text is null || Unknown.IsIn(text) || allowed.Contains(text, StringComparer.Ordinal))
        {
            return Unknown.IsIn(text) ? null : text;
        }

        context.Error(
            ErrorCatalog.InvalidValue, Locate(name), $"'{name}' is \"{text}\", which is not one of its values.",
            $"Write one of {string.Join(", ", allowed)}.");
        return null;
    }

    public TEnum? Choice<TEnum>(string name, string? at = null)
        where TEnum : struct, Enum => Choice(name, Enum.GetNames<TEnum>(), at) is { } text ? Enum.Parse<TEnum>(text) : null;

    public ObjectReader? Object(string name, string? at = null)
    {
        if (Take(name, at) is not { } value)
        {
            return null;
        }

        return Child(value, JsonPath.Member(path, name), SpecOrigins.Join(specPath, at ?? name));
    }

    public ObjectReader? RequiredObject(string name, string? at = null) => Require(name) ? Object(name, at) : null;

    public IReadOnlyList<ObjectReader> Objects(string name, string? at = null)
    {
        var spec = SpecOrigins.Join(specPath, at ?? name);
        return [.. Items(name, at).Select((item, i) => Child(item, JsonPath.Item(JsonPath.Member(path, name), i), JsonPath.Item(spec, i))).OfType<ObjectReader>()];
    }

    public IReadOnlyList<string> Strings(string name, string? at = null) =>
        [.. Items(name, at).Select((item, i) => Values.String(item, context, JsonPath.Item(JsonPath.Member(path, name), i)) ?? Unknown.Text)];

    public IReadOnlyList<IReadOnlyList<string>> StringRows(string name) =>
    [
        .. Items(name, at: null).Select((item, i) => Row(item, JsonPath.Item(JsonPath.Member(path, name), i))),
    ];

    public SortedDictionary<string, string> StringMap(string name, string? at = null)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Take(name, at) is { } value && Values.Mapping(value, context, JsonPath.Member(path, name)) is { } mapping)
        {
            foreach (var entry in mapping.Entries)
            {
                map[entry.Key] = Values.String(entry.Value, context, JsonPath.Member(JsonPath.Member(path, name), entry.Key)) ?? Unknown.Text;
            }
        }

        return map;
    }

    /// <summary>The field as JSON, checked against its shape.</summary>
    public JsonNode? Json(string name, Shape shape, string? at = null) => Take(name, at) is { } value ? shape.Read(value, context, JsonPath.Member(path, name)) : null;

    /// <summary>The field as a part of an ARM body, checked against Azure's contract.</summary>
    public JsonNode? Arm(string name, ArmSchema schema, string? at = null) =>
        Take(name, at) is { } value ? new ArmBodyReader(context) { IsWhole = true }.Read(value, schema, JsonPath.Member(path, name), SpecOrigins.Join(specPath, at ?? name)) : null;

    /// <summary>The field as it is written, with its path.</summary>
    public (ManifestNode Value, string Path)? Node(string name, string? at = null) => Take(name, at) is { } value ? (value, JsonPath.Member(path, name)) : null;

    /// <summary>All fields as they are written; each counts as known.</summary>
    public IEnumerable<(MappingEntry Entry, string Path)> Entries()
    {
        foreach (var entry in node.Entries.Where(e => !known.Contains(e.Key)).ToList())
        {
            known.Add(entry.Key);
            yield return (entry, path);
        }
    }

    /// <summary>Known fields that mean nothing to us or are the cluster's own to write (status, server-side metadata).</summary>
    public void Ignore(params string[] names) => known.UnionWith(names);

    /// <summary>Known fields whose meaning we cannot carry out: an error where they stand, unless their value asks for nothing (null, false, an empty list).</summary>
    public void Unsupported(params string[] names)
    {
        foreach (var name in names)
        {
            known.Add(name);
            if (node.Find(name) is { } entry && (entry.Value is MappingNode || !Values.IsEmpty(entry.Value)))
            {
                Refuse(name, $"'{name}' is not supported yet.", "Remove the field.");
            }
        }
    }

    /// <summary>Reports that the field's value asks for something that is not supported.</summary>
    public void Refuse(string name, string message, string action)
    {
        known.Add(name);
        context.Error(ErrorCatalog.UnsupportedFeature, Locate(name), message, action);
    }

    public void Invalid(string name, string message, string action) => context.Error(ErrorCatalog.InvalidValue, Locate(name), message, action);

    public bool Require(string name)
    {
        known.Add(name);
        if (Has(name))
        {
            return true;
        }

        context.Error(ErrorCatalog.MissingField, context.Locate(node.Offset, JsonPath.Member(path, name)), $"The required field '{name}' is missing.", $"Add '{name}'.");
        return false;
    }

    /// <summary>Reports the unknown fields of this object and of all objects read from it.</summary>
    public void Finish()
    {
        foreach (var entry in node.Entries.Where(e => !known.Contains(e.Key)))
        {
            context.Error(
                ErrorCatalog.UnknownField, context.Locate(entry.KeyOffset, JsonPath.Member(path, entry.Key)),
                $"The field '{entry.Key}' is not known.", Suggestion.Advise(entry.Key, known));
        }

        children.ForEach(static child => child.Finish());
    }

    private ManifestNode? Take(string name, string? at)
    {
        known.Add(name);
        if (!Has(name))
        {
            return null;
        }

        var value = node.Find(name)!.Value;
        context.Origins.Add(SpecOrigins.Join(specPath, at ?? name), context.Locate(value.Offset, JsonPath.Member(path, name)));
        return value;
    }

    private IReadOnlyList<ManifestNode> Items(string name, string? at)
    {
        if (Take(name, at) is not { } value || Values.Sequence(value, context, JsonPath.Member(path, name)) is not { } sequence)
        {
            return [];
        }

        for (var i = 0; i < sequence.Items.Count; i++)
        {
            var item = string.Create(CultureInfo.InvariantCulture, $"[{i}]");
            context.Origins.Add(SpecOrigins.Join(specPath, at ?? name) + item, context.Locate(sequence.Items[i].Offset, JsonPath.Member(path, name) + item));
        }

        return sequence.Items;
    }

    private IReadOnlyList<string> Row(ManifestNode row, string rowPath) =>
        Values.Sequence(row, context, rowPath) is { } fields
            ? [.. fields.Items.Select((field, i) => Values.String(field, context, JsonPath.Item(rowPath, i)) ?? Unknown.Text)]
            : [];

    private ObjectReader? Child(ManifestNode value, string childPath, string childSpec)
    {
        if (Values.Mapping(value, context, childPath) is not { } mapping)
        {
            return null;
        }

        var child = new ObjectReader(mapping, context, childPath, childSpec);
        children.Add(child);
        return child;
    }
}
