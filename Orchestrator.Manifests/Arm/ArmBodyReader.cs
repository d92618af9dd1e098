using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.Arm;

/// <summary>
/// Reads an ARM body, or a part of one, as it is written: every member, type and value is checked against Azure's published contract and remembered with its
/// place. Names and known values come out in Azure's own casing; null stays, and means that the member shall not be there.
/// </summary>
internal sealed class ArmBodyReader(ReadContext context)
{
    /// <summary>References are written as Azure Service Operator has them: <c>vnetSubnetReference: {armId: …}</c> for <c>vnetSubnetID</c>.</summary>
    public bool TakesOperatorReferences { get; init; }

    /// <summary>Objects are written with all that Azure needs of them; otherwise they are laid over others.</summary>
    public bool IsWhole { get; init; }

    public JsonNode? Read(ManifestNode node, ArmSchema schema, string path, string specPath)
    {
        context.Origins.Add(specPath, context.Locate(node.Offset, path));
        return (node, schema.Type) switch
        {
            (ScalarNode { Kind: ScalarKind.Null }, _) => null,
            (MappingNode mapping, "object" or null) => ReadObject(mapping, schema, path, specPath),
            (SequenceNode list, "object") when TakesOperatorReferences && schema.Additional is not null => ReadIdentities(list, path),
            (_, "object") => Values.Mapping(node, context, path) is null ? null : throw new InvalidOperationException(path),
            (_, "array") => ReadArray(node, schema, path, specPath),
            _ => ReadScalar(node, schema, path),
        };
    }

    /// <summary>One member of an object into <paramref name="body"/>.</summary>
    public void ReadMember(MappingEntry entry, ArmSchema schema, JsonObject body, string path, string specPath)
    {
        var at = JsonPath.Member(path, entry.Key);
        var (found, value) = Find(entry, schema);
        if (found is not { } member)
        {
            ReadOther(entry, schema, body, at, specPath);
        }
        else if (member.Schema.IsReadOnly)
        {
            context.Error(ErrorCatalog.InvalidValue, context.Locate(entry.KeyOffset, at), $"'{entry.Key}' is written by Azure alone.", "Remove the field.");
        }
        else
        {
            body[member.Name] = Read(value, member.Schema, at, $"{specPath}.{member.Name}");
        }
    }

    private JsonObject ReadObject(MappingNode mapping, ArmSchema schema, string path, string specPath)
    {
        var body = new JsonObject();
        foreach (var entry in mapping.Entries)
        {
            ReadMember(entry, schema, body, path, specPath);
        }

        foreach (var missing in IsWhole ? schema.Required.Where(name => !mapping.Entries.Any(e => string.Equals(e.Key, name, StringComparison.OrdinalIgnoreCase))) : [])
        {
            context.Error(
                ErrorCatalog.MissingField, context.Locate(mapping.Offset, JsonPath.Member(path, missing)), $"The required field '{missing}' is missing.", $"Add '{missing}'.");
        }

        return body;
    }

    private void ReadOther(MappingEntry entry, ArmSchema schema, JsonObject body, string at, string specPath)
    {
        if (schema.Additional is { } additional)
        {
            body[entry.Key] = Read(entry.Value, additional, at, $"{specPath}.{entry.Key}");
        }
        else if (schema.Properties.Count == 0 && schema.Type is null)
        {
            body[entry.Key] = Free(entry.Value);
        }
        else
        {
            var known = schema.Properties.Values.Where(static p => !p.Schema.IsReadOnly).Select(static p => p.Name).ToList();
            context.Error(ErrorCatalog.UnknownField, context.Locate(entry.KeyOffset, at), $"The field '{entry.Key}' is not known.", Suggestion.Advise(entry.Key, known));
        }
    }

    private ((string Name, ArmSchema Schema)? Member, ManifestNode Value) Find(MappingEntry entry, ArmSchema schema)
    {
        if (schema.Properties.TryGetValue(entry.Key, out var member))
        {
            return (member, entry.Value);
        }

        if (!TakesOperatorReferences || !entry.Key.EndsWith("reference", StringComparison.OrdinalIgnoreCase) || ReferenceOf(entry.Value) is not { } id)
        {
            return (null, entry.Value);
        }

        var stem = entry.Key[..^"reference".Length];
        foreach (var suffix in new[] { "ID", "ResourceID", string.Empty })
        {
            if (schema.Properties.TryGetValue(stem + suffix, out var referred))
            {
                return (referred, id);
            }
        }

        return (null, entry.Value);
    }

    private static ScalarNode? ReferenceOf(ManifestNode node) => (node as MappingNode)?.Find("armId")?.Value as ScalarNode;

    // The operator lists identities that ARM has as the members of an object.
    private JsonObject ReadIdentities(SequenceNode list, string path)
    {
        var body = new JsonObject();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if ((list.Items[i] as MappingNode)?.Find("reference") is { } reference && ReferenceOf(reference.Value) is { } id)
            {
                body[id.Value] = new JsonObject();
            }
            else
            {
                context.Error(
                    ErrorCatalog.UnsupportedFeature, context.Locate(list.Items[i].Offset, JsonPath.Item(path, i)), "An identity is referred to by its ARM id.",
                    "Write reference: {armId: …}.");
            }
        }

        return body;
    }

    private JsonArray? ReadArray(ManifestNode node, ArmSchema schema, string path, string specPath) => Values.Sequence(node, context, path) is not { } list
        ? null
        : new JsonArray([.. list.Items.Select((item, i) => schema.Items is { } each
            ? Read(item, each, JsonPath.Item(path, i), string.Create(CultureInfo.InvariantCulture, $"{specPath}[{i}]")) : Free(item))]);

    private JsonNode? ReadScalar(ManifestNode node, ArmSchema schema, string path)
    {
        switch (schema.Type)
        {
            case "integer":
                return Values.Integer(node, context, path) is { } number && InRange(number, node, schema, path) ? JsonValue.Create(number) : null;
            case "boolean":
                return Values.Boolean(node, context, path) is { } truth ? JsonValue.Create(truth) : null;
            case "number":
                return ReadNumber(node, schema, path);
            case "string":
                return Values.String(node, context, path) is { } text ? JsonValue.Create(Checked(text, node, schema, path)) : null;
            default:
                return Free(node);
        }
    }

    private JsonNode? ReadNumber(ManifestNode node, ArmSchema schema, string path)
    {
        if (node is ScalarNode { IsUnknown: true })
        {
            return null;
        }

        if (node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } scalar
            && decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return InRange(number, node, schema, path) ? JsonValue.Create(Shortest(number)) : null;
        }

        context.Error(ErrorCatalog.WrongType, context.Locate(node.Offset, path), $"'{Last(path)}' must be a number, not {node.Describe()}.", "Write a number without quotes.");
        return null;
    }

    private bool InRange(decimal number, ManifestNode node, ArmSchema schema, string path)
    {
        if (!(number < schema.Minimum) && !(number > schema.Maximum))
        {
            return true;
        }

        var range = (schema.Minimum, schema.Maximum) switch
        {
            ({ } least, { } most) => $"from {Show(least)} to {Show(most)}",
            ({ } least, null) => $"of {Show(least)} or more",
            (_, { } most) => $"of {Show(most)} or less",
            _ => string.Empty,
        };
        context.Error(ErrorCatalog.InvalidValue, context.Locate(node.Offset, path), $"'{Last(path)}' cannot be {Show(number)}.", $"Write a number {range}.");
        return false;
    }

    private string Checked(string text, ManifestNode node, ArmSchema schema, string path)
    {
        if (Unknown.IsIn(text))
        {
            return text;
        }

        if (schema.KnownValues.FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase)) is { } canonical)
        {
            return canonical;
        }

        if (!schema.IsOpen)
        {
            context.Error(
                ErrorCatalog.InvalidValue, context.Locate(node.Offset, path), $"'{Last(path)}' is \"{text}\", which is not one of its values.",
                $"Write one of {string.Join(", ", schema.KnownValues)}.");
        }
        else if (schema.Pattern?.IsMatch(text) == false)
        {
            context.Error(ErrorCatalog.InvalidValue, context.Locate(node.Offset, path), $"'{Last(path)}' cannot be \"{text}\".", $"Write a value that matches {schema.Pattern}.");
        }

        return text;
    }

    /// <summary>What the contract leaves open, by YAML's own types.</summary>
    private static JsonNode? Free(ManifestNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(static e => KeyValuePair.Create(e.Key, Free(e.Value)))),
        SequenceNode list => new JsonArray([.. list.Items.Select(Free)]),
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode { Kind: ScalarKind.Boolean } flag => JsonValue.Create(string.Equals(flag.Value, "true", StringComparison.OrdinalIgnoreCase)),
        ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number when decimal.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => JsonValue.Create(value),
        ScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    /// <summary>The number without zeros at its end, as Azure shows it.</summary>
    public static decimal Shortest(decimal number) => number / 1.000000000000000000000000000m;

    private static string Show(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
