using System.Text.Json.Nodes;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources;

/// <summary>
/// Lays what we want over what Azure has. Members and named items that we do not mention belong to others and stay; a member that we want null
/// shall not be there. Text compares without case, as Azure's ids, enums and locations do, except the values of tags and labels.
/// </summary>
public static class BodyMerge
{
    private static readonly string[] ItemKeys = ["name", "service", "lun", "path"];

    /// <summary>A set of ids, each the name of an empty object.</summary>
    private const string Identities = "userAssignedIdentities";

    private static readonly string[] ReplacedWhole = ["tags", "nodeLabels", Identities];

    /// <summary>Members that only Azure writes and that change with every state.</summary>
    private static readonly string[] Volatile = ["etag", "systemData"];

    public static DesiredState Compare(JsonObject existing, JsonObject desired)
    {
        var changes = new List<FieldChange>();
        var merged = (JsonObject)existing.DeepClone();
        foreach (var member in Volatile)
        {
            merged.Remove(member);
        }

        MergeObject(merged, desired, "$", changes);
        return new DesiredState(merged, changes);
    }

    /// <summary>The desired body of a resource that is not there: all but the members that shall not be.</summary>
    public static JsonObject WithoutNulls(JsonObject desired)
    {
        var clean = new JsonObject();
        foreach (var (name, value) in desired)
        {
            if (value is not null)
            {
                clean[name] = CleanNode(value);
            }
        }

        return clean;
    }

    /// <summary>
    /// For services that take what is left out for what they have: members that shall not be there are said to be null, except where a whole map is replaced anyway.
    /// </summary>
    public static void WriteNulls(JsonObject body, JsonObject desired)
    {
        foreach (var (name, wanted) in desired.Where(static member => !ReplacedWhole.Contains(member.Key, StringComparer.Ordinal)))
        {
            var key = KeyIn(body, name);
            if (wanted is null && !body.ContainsKey(key))
            {
                body[key] = null;
            }
            else if (wanted is JsonObject inner && body[key] is JsonObject part)
            {
                WriteNulls(part, inner);
            }
        }
    }

    private static JsonNode CleanNode(JsonNode node) => node switch
    {
        JsonObject o => WithoutNulls(o),
        JsonArray array => new JsonArray([.. array.Select(static item => item is null ? null : CleanNode(item))]),
        _ => node.DeepClone(),
    };

    private static void MergeObject(JsonObject have, JsonObject want, string path, List<FieldChange> changes)
    {
        foreach (var (name, wanted) in want)
        {
            var key = KeyIn(have, name);
            var current = have[key];
            var at = PathOf(path, name);
            switch (wanted)
            {
                case null when IsEmpty(current):
                    break;
                case null:
                    changes.Add(new FieldChange(at, Text(current), null));
                    have.Remove(key);
                    break;
                case JsonObject wantedObject when current is JsonObject currentObject:
                    MergeObject(currentObject, wantedObject, at, changes);
                    break;
                case JsonArray wantedArray when current is JsonArray currentArray:
                    have[key] = MergeArray(currentArray, wantedArray, at, changes);
                    break;
                case JsonObject or JsonArray when !path.EndsWith($".{Identities}", StringComparison.Ordinal) && current is null && IsHollow(name, wanted):
                    break;
                default:
                    ReplaceValue(have, key, current, wanted, at, changes);
                    break;
            }
        }
    }

    private static void ReplaceValue(JsonObject have, string key, JsonNode? current, JsonNode wanted, string path, List<FieldChange> changes)
    {
        if (!SameValue(current, wanted, path))
        {
            changes.Add(new FieldChange(path, Text(current), Text(wanted)));
            have[key] = CleanNode(wanted);
        }
    }

    private static JsonArray MergeArray(JsonArray have, JsonArray want, string path, List<FieldChange> changes)
    {
        if (want.Count > 0 && KeyOfItems(want) is { } itemKey)
        {
            return MergeItems(have, want, itemKey, path, changes);
        }

        if (SameSet(have, want))
        {
            return (JsonArray)have.DeepClone();
        }

        changes.Add(new FieldChange(path, Text(have), Text(want)));
        return (JsonArray)want.DeepClone();
    }

    private static JsonArray MergeItems(JsonArray have, JsonArray want, string itemKey, string path, List<FieldChange> changes)
    {
        var merged = (JsonArray)have.DeepClone();
        foreach (var wanted in want.OfType<JsonObject>())
        {
            var id = Text(wanted[itemKey]);
            var at = $"{path}['{id}']";
            if (merged.OfType<JsonObject>().FirstOrDefault(item => string.Equals(Text(item[itemKey]), id, StringComparison.OrdinalIgnoreCase)) is { } current)
            {
                MergeObject(current, wanted, at, changes);
            }
            else
            {
                changes.Add(new FieldChange(at, null, Text(wanted)));
                merged.Add(WithoutNulls(wanted));
            }
        }

        return merged;
    }

    private static string? KeyOfItems(JsonArray items) =>
        ItemKeys.FirstOrDefault(key => items.All(item => item is JsonObject o && o[key] is not null));

    private static bool SameSet(JsonArray left, JsonArray right) =>
        left.Count == right.Count && left.Select(Canonical).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(right.Select(Canonical));

    /// <summary>References compare by id: Azure may add members to them.</summary>
    private static string Canonical(JsonNode? node) => node is JsonObject o && o["id"] is { } id ? Text(id)! : Text(node) ?? "";

    private static bool SameValue(JsonNode? current, JsonNode wanted, string path)
    {
        if (current is not JsonValue || wanted is not JsonValue)
        {
            return JsonNode.DeepEquals(current, wanted);
        }

        var (left, right) = (Text(current)!, Text(wanted)!);
        if (path.StartsWith("$.tags", StringComparison.Ordinal) || path.StartsWith("$.properties.tags", StringComparison.Ordinal) || path.StartsWith("$.properties.nodeLabels", StringComparison.Ordinal))
        {
            return string.Equals(left, right, StringComparison.Ordinal);
        }

        // "West Europe" and "westeurope" are one location.
        return path == "$.location"
            ? string.Equals(left.Replace(" ", "", StringComparison.Ordinal), right.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            : string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || (node is JsonValue && Text(node) == "");

    /// <summary>Objects and lists with nothing in them say the same as their absence, but for those whose names say it all.</summary>
    private static bool IsHollow(string name, JsonNode? node) => node switch
    {
        JsonObject o when name == Identities => o.Count == 0,
        JsonObject o => o.All(static member => IsHollow(member.Key, member.Value)),
        JsonArray array => array.Count == 0,
        _ => node is null,
    };

    /// <summary>Keys such as the ids of identities come back in other casing.</summary>
    private static string KeyIn(JsonObject o, string name) =>
        o.ContainsKey(name) ? name : o.Select(static p => p.Key).FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) ?? name;

    private static string PathOf(string path, string name) =>
        name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? $"{path}.{name}" : $"{path}['{name}']";

    private static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => node.ToJsonString(),
    };
}
