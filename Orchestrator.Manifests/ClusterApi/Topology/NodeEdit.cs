using System.Globalization;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi.Topology;

/// <summary>Changes of YAML nodes, which never change themselves: each answers a new tree that shares what is the same.</summary>
internal static class NodeEdit
{
    public static ScalarNode Text(string value, int offset) => new(offset, value, ScalarKind.String);

    public static MappingNode Object(int offset, params (string Key, ManifestNode Value)[] entries) => new(offset, [.. entries.Select(e => new MappingEntry(e.Key, offset, e.Value))]);

    /// <summary>The member at a path of names; null when there is none.</summary>
    public static ManifestNode? At(this ManifestNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as MappingNode)?.Find(name)?.Value;
        }

        return node;
    }

    public static string? TextAt(this ManifestNode? node, params ReadOnlySpan<string> path) => node.At(path) is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Value : null;

    public static MappingNode With(this MappingNode node, string key, ManifestNode value) =>
        node.Find(key) is { } entry
            ? new MappingNode(node.Offset, [.. node.Entries.Select(e => e == entry ? e with { Value = value } : e)])
            : new MappingNode(node.Offset, [.. node.Entries, new MappingEntry(key, value.Offset, value)]);

    public static MappingNode Without(this MappingNode node, string key) => new(node.Offset, [.. node.Entries.Where(e => e.Key != key)]);

    /// <summary>One operation of RFC 6902 on the value at a JSON pointer.</summary>
    /// <param name="value">Null removes.</param>
    /// <param name="mustExist">The value replaces another.</param>
    /// <returns>Null: the pointer leads nowhere.</returns>
    public static ManifestNode? Patch(ManifestNode node, ReadOnlySpan<string> pointer, ManifestNode? value, bool mustExist)
    {
        if (pointer.Length == 0)
        {
            return value;
        }

        var name = pointer[0];
        var rest = pointer[1..];
        return node switch
        {
            MappingNode mapping => PatchMember(mapping, name, rest, value, mustExist),
            SequenceNode list => PatchItem(list, name, rest, value),
            _ => null,
        };
    }

    private static MappingNode? PatchMember(MappingNode mapping, string name, ReadOnlySpan<string> rest, ManifestNode? value, bool mustExist)
    {
        var current = mapping.Find(name)?.Value;
        if (rest.Length > 0)
        {
            return current is not null && Patch(current, rest, value, mustExist) is { } changed ? mapping.With(name, changed) : null;
        }

        return value is null ? (current is null ? null : mapping.Without(name)) : current is null && mustExist ? null : mapping.With(name, value);
    }

    private static SequenceNode? PatchItem(SequenceNode list, string name, ReadOnlySpan<string> rest, ManifestNode? value)
    {
        var items = list.Items.ToList();
        if (name == "-" && rest.Length == 0 && value is not null)
        {
            return new SequenceNode(list.Offset, [.. items, value]);
        }

        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= items.Count)
        {
            return null;
        }

        if (value is null && rest.Length == 0)
        {
            items.RemoveAt(index);
        }
        else if (Patch(items[index], rest, value, mustExist: false) is { } changed)
        {
            items[index] = changed;
        }
        else
        {
            return null;
        }

        return new SequenceNode(list.Offset, items);
    }
}
