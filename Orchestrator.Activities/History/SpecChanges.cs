using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.History;

/// <summary>Which fields of a spec differ from another's. Items that have names are matched by them, so that a pool that moved has not changed.</summary>
public static class SpecChanges
{
    /// <summary>More are counted only: whoever wants them all has the manifests.</summary>
    public const int Most = 100;

    private const int LongestValue = 200;

    /// <summary>Fields whose values may be secrets of their author's: what is on a machine, and what an extension is given.</summary>
    private static readonly HashSet<string> Hidden = new(
        ["content", "settings", "preKubeadmCommands", "postKubeadmCommands", "users", "token", "certificateKey", "password"], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<FieldChange> Between(ClusterSpec before, ClusterSpec after)
    {
        var changes = new List<FieldChange>();
        Compare("", Node(before), Node(after), isHidden: false, changes);
        return changes;
    }

    private static JsonNode? Node(ClusterSpec spec) => JsonSerializer.SerializeToNode(spec, ContractJson.Options);

    private static void Compare(string path, JsonNode? before, JsonNode? after, bool isHidden, List<FieldChange> changes)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return;
        }

        if (!isHidden && before is JsonObject whole && after is JsonObject changed)
        {
            Members(path, whole, changed, changes);
        }
        else if (!isHidden && before is JsonArray && after is JsonArray && Names((JsonArray)before) is { } names && Names((JsonArray)after) is { } others)
        {
            foreach (var name in names.Keys.Union(others.Keys, StringComparer.Ordinal))
            {
                Compare($"{path}[{name}]", names.GetValueOrDefault(name), others.GetValueOrDefault(name), isHidden: false, changes);
            }
        }
        else
        {
            changes.Add(new FieldChange(path, Text(before, isHidden), Text(after, isHidden)));
        }
    }

    private static void Members(string path, JsonObject before, JsonObject after, List<FieldChange> changes)
    {
        foreach (var name in before.Select(static m => m.Key).Union(after.Select(static m => m.Key), StringComparer.Ordinal))
        {
            Compare(path.Length == 0 ? name : $"{path}.{name}", before[name], after[name], Hidden.Contains(name), changes);
        }
    }

    /// <summary>The items by name; null when not all of them have one of their own.</summary>
    private static Dictionary<string, JsonNode?>? Names(JsonArray items)
    {
        var names = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is not JsonObject named || (named["name"] ?? named["path"]) is not JsonValue value || !names.TryAdd(value.ToString(), named))
            {
                return null;
            }
        }

        return names;
    }

    private static string? Text(JsonNode? node, bool isHidden)
    {
        if (node is null)
        {
            return null;
        }

        var text = PlainText(isHidden ? node : WithoutHidden(node));
        return isHidden ? Digest(text)
            : text.Length <= LongestValue ? text
            : $"{text[..(LongestValue - 1)]}…";
    }

    private static string PlainText(JsonNode node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node.ToJsonString(ContractJson.Options);

    private static string Digest(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}";

    private static JsonNode WithoutHidden(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                return new JsonObject(members.Select(static m => KeyValuePair.Create(
                    m.Key, m.Value is null ? null : Hidden.Contains(m.Key) ? JsonValue.Create(Digest(PlainText(m.Value))) : WithoutHidden(m.Value))));
            case JsonArray items:
                return new JsonArray([.. items.Select(static item => item is null ? null : WithoutHidden(item))]);
            default:
                return node.DeepClone();
        }
    }
}
