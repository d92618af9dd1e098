using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Contract;

/// <summary>
/// Checks bodies against the embedded JSON Schemas with the tolerance of the real services: null counts as absent, member names and
/// enum values match in any casing, and enums that Azure extends over time take any value.
/// </summary>
public sealed class ContractValidator : IContractValidator
{
    private static readonly Lazy<JsonObject> Index = new(ReadIndex);
    private readonly JsonObject _types = Index.Value;
    private readonly ConcurrentDictionary<(string, ContractBody), ContractSchema> _schemas = new();

    /// <inheritdoc/>
    public JsonNode? Normalize(string type, ContractBody kind, JsonNode? body)
    {
        var schema = _schemas.GetOrAdd((type, kind), key => Find(key.Item1, key.Item2));
        return new Pass(kind).Visit(body ?? new JsonObject(), schema, "", LastSegment(type));
    }

    /// <summary>The same for a body of one operation.</summary>
    /// <param name="pointer">Where its schema is in <paramref name="file"/>.</param>
    internal JsonNode Normalize(string file, string pointer, ContractBody kind, JsonNode body) =>
        new Pass(kind).Visit(body, ContractDocument.Load(file).Schema(pointer), "", pointer[(pointer.LastIndexOf('/') + 1)..])!;

    /// <summary>The api-versions that this contract stands for, newest first; empty for a type that it lacks.</summary>
    public IReadOnlyList<string> ApiVersions(string type) =>
        _types[type] is { } entry
            ? [.. new[] { entry["latestStableAug2026"]?.ToString(), entry["apiVersion"]?.ToString() }.OfType<string>().Distinct(StringComparer.Ordinal)]
            : [];

    private static JsonObject ReadIndex()
    {
        var types = ContractDocument.Read("index.json")["types"]!.AsObject();
        foreach (var (name, entry) in ContractDocument.Read("supplement.json")["types"]!.AsObject())
        {
            types[name] = entry!.DeepClone();
        }

        return types;
    }

    private static string LastSegment(string type) => type[(type.LastIndexOf('/') + 1)..];

    private ContractSchema Find(string type, ContractBody kind)
    {
        var entry = _types[type] ?? throw new KeyNotFoundException($"The contract has no type {type}.");
        var pointer = kind switch
        {
            ContractBody.Put => entry["pointer"],
            ContractBody.Patch => entry["patchPointer"],
            _ => entry["responsePointer"],
        };
        return ContractDocument.Load(entry["file"]!.ToString()).Schema(pointer?.ToString() ?? throw new KeyNotFoundException($"{type} has no {kind} body."));
    }

    private sealed class Pass(ContractBody kind)
    {
        public JsonNode? Visit(JsonNode node, ContractSchema schema, string path, string owner) => node switch
        {
            JsonObject members => VisitObject(members, schema, path, owner),
            JsonArray items => VisitArray(items, schema, path, owner),
            _ => ScalarRules.Check(node.AsValue(), schema, path),
        };

        private JsonObject VisitObject(JsonObject members, ContractSchema schema, string path, string owner)
        {
            Expect(schema, "object", path);
            var result = new JsonObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    AddMember(result, name, value, schema, path, owner);
                }
            }

            var all = kind == ContractBody.Response ? schema.Required.Concat(schema.RequiredInResponse) : schema.Required;
            foreach (var required in all.Where(name => result[name] is null && !IsServerMade(schema, name)))
            {
                throw new ContractViolationException(Join(path, required), $"Required property '{required}' not found in JSON.");
            }

            return result;
        }

        private void AddMember(JsonObject result, string name, JsonNode value, ContractSchema schema, string path, string owner)
        {
            if (schema.Properties.TryGetValue(name, out var member))
            {
                if (!member.Schema.ReadOnly || kind == ContractBody.Response)
                {
                    result[member.Name] = Visit(value, member.Schema, Join(path, member.Name), member.Name);
                }
            }
            else if (schema.AdditionalProperties is { } additional)
            {
                result[name] = Visit(value, additional, Join(path, name), name);
            }
            else if (schema.Closed)
            {
                throw new ContractViolationException(Join(path, name), $"Could not find member '{name}' on object of type '{owner}'.", unknownMember: true);
            }
            else
            {
                result[name] = value.DeepClone();
            }
        }

        private JsonArray VisitArray(JsonArray items, ContractSchema schema, string path, string owner)
        {
            Expect(schema, "array", path);
            if (items.Count < schema.MinItems)
            {
                throw new ContractViolationException(path, $"The array needs at least {schema.MinItems} elements.");
            }

            var result = new JsonArray();
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is { } item)
                {
                    result.Add(schema.Items is { } each ? Visit(item, each, $"{path}[{i}]", owner) : item.DeepClone());
                }
            }

            return result;
        }

        private bool IsServerMade(ContractSchema schema, string name) =>
            kind != ContractBody.Response && schema.Properties.TryGetValue(name, out var member) && member.Schema.ReadOnly;

        private static void Expect(ContractSchema schema, string found, string path)
        {
            if (schema.Type is { } type && !string.Equals(type, found, StringComparison.Ordinal))
            {
                throw new ContractViolationException(path, $"Expected a value of type '{type}' but found '{found}'.");
            }
        }

        private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
    }
}
