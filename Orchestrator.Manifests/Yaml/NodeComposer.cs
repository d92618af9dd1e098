using Orchestrator.Contracts.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Manifests.Yaml;

/// <summary>Builds nodes from the events of one document. Written out because YamlDotNet's own model stops at the first duplicate key.</summary>
internal sealed class NodeComposer(IParser parser, Func<Mark, int> toOriginal, Action<ErrorDefinition, int, string, string> report)
{
    // Far above any manifest; guards the stack and the memory against hostile input.
    private const int MaximumDepth = 64;
    private const long MaximumWeight = 200_000;

    private readonly Dictionary<string, ManifestNode> anchors = new(StringComparer.Ordinal);

    /// <summary>Reads the node at the parser's current event and moves past it.</summary>
    public ManifestNode Compose() => Compose(depth: 0);

    private ManifestNode Compose(int depth)
    {
        var start = toOriginal(parser.Current!.Start);
        if (depth > MaximumDepth)
        {
            throw new YamlReadException(start, $"The document is nested more than {MaximumDepth} levels deep.");
        }

        var node = parser.Current switch
        {
            AnchorAlias alias => Resolve(alias, start),
            Scalar scalar => ReadScalar(scalar, start),
            SequenceStart sequence => ReadSequence(sequence, start, depth),
            MappingStart mapping => ReadMapping(mapping, start, depth),
            var other => throw new YamlReadException(start, $"Unexpected {other.GetType().Name}."),
        };
        return node.Weight <= MaximumWeight ? node : throw new YamlReadException(start, "The document is too large once its aliases are expanded.");
    }

    private ManifestNode Resolve(AnchorAlias alias, int start)
    {
        parser.MoveNext();
        return anchors.TryGetValue(alias.Value.Value, out var node)
            ? node
            : throw new YamlReadException(start, $"The alias *{alias.Value.Value} has no anchor before it.");
    }

    private ScalarNode ReadScalar(Scalar scalar, int start)
    {
        parser.MoveNext();
        var node = new ScalarNode(start, scalar.Value, KindOf(scalar, start));
        return Remember(scalar, node);
    }

    private ScalarKind KindOf(Scalar scalar, int start)
    {
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style == ScalarStyle.Plain ? PlainScalar.Resolve(scalar.Value) : ScalarKind.String;
        }

        switch (scalar.Tag.Value)
        {
            case "!" or "tag:yaml.org,2002:str": return ScalarKind.String;
            case "tag:yaml.org,2002:int": return ScalarKind.Integer;
            case "tag:yaml.org,2002:float": return ScalarKind.Float;
            case "tag:yaml.org,2002:bool": return ScalarKind.Boolean;
            case "tag:yaml.org,2002:null": return ScalarKind.Null;
            default:
                report(ErrorCatalog.InvalidYaml, start, $"The tag {scalar.Tag.Value} is not known.", "Remove the tag.");
                return ScalarKind.String;
        }
    }

    private SequenceNode ReadSequence(SequenceStart sequence, int start, int depth)
    {
        parser.MoveNext();
        var items = new List<ManifestNode>();
        long weight = 0;
        while (parser.Current is not SequenceEnd)
        {
            items.Add(Compose(depth + 1));
            weight = Guard(weight + items[^1].Weight, start);
        }

        parser.MoveNext();
        return Remember(sequence, new SequenceNode(start, items));
    }

    private MappingNode ReadMapping(MappingStart mapping, int start, int depth)
    {
        parser.MoveNext();
        var entries = new List<MappingEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var merged = new List<MappingNode>();
        long weight = 0;
        while (parser.Current is not MappingEnd)
        {
            var key = Compose(depth + 1);
            var value = Compose(depth + 1);
            weight = Guard(weight + value.Weight, start);
            if (key is not ScalarNode name)
            {
                report(ErrorCatalog.InvalidYaml, key.Offset, $"A field's name must be a string, not {key.Describe()}.", "Write a string.");
            }
            else if (name is { Value: "<<", Kind: ScalarKind.String })
            {
                merged.AddRange(Merged(value));
            }
            else if (keys.Add(name.Value))
            {
                entries.Add(new MappingEntry(name.Value, name.Offset, value));
            }
            else
            {
                report(ErrorCatalog.InvalidYaml, name.Offset, $"The field '{name.Value}' stands twice in the same object.", "Remove one of them.");
            }
        }

        parser.MoveNext();
        entries.AddRange(merged.SelectMany(static m => m.Entries).Where(e => keys.Add(e.Key)));
        return Remember(mapping, new MappingNode(start, entries));
    }

    private IEnumerable<MappingNode> Merged(ManifestNode value)
    {
        var nodes = value is SequenceNode sequence ? sequence.Items : [value];
        foreach (var node in nodes)
        {
            if (node is MappingNode mapping)
            {
                yield return mapping;
            }
            else
            {
                report(ErrorCatalog.InvalidYaml, node.Offset, $"'<<' merges objects, not {node.Describe()}.", "Refer to an anchor of an object.");
            }
        }
    }

    private static long Guard(long weight, int start) =>
        weight <= MaximumWeight ? weight : throw new YamlReadException(start, "The document is too large once its aliases are expanded.");

    private T Remember<T>(NodeEvent source, T node)
        where T : ManifestNode
    {
        if (!source.Anchor.IsEmpty)
        {
            anchors[source.Anchor.Value] = node;
        }

        return node;
    }
}
