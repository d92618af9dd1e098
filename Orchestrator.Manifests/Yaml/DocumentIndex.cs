using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Yaml;

/// <summary>Says in which document, and in which of its fields, an offset of the original text lies.</summary>
internal sealed class DocumentIndex(SourceText source)
{
    private readonly List<(int Offset, int Document, string? Path)> places = [];

    /// <summary>A document begins here; what follows is its own until the next.</summary>
    public void Begin(int offset, int document) => places.Add((offset, document, null));

    public void Add(ManifestDocument document) => Add(document.Root, document.Number, document.RootPath);

    public SourceLocation Locate(int offset)
    {
        var before = places.Where(p => p.Offset <= offset).ToList();
        var (_, document, path) = before.Count > 0 ? before.MaxBy(static p => p.Offset) : (0, 1, null);
        return source.Locate(offset, document, path);
    }

    private void Add(ManifestNode node, int document, string path)
    {
        switch (node)
        {
            case ScalarNode:
                places.Add((node.Offset, document, path));
                break;
            case SequenceNode sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Add(sequence.Items[i], document, JsonPath.Item(path, i));
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    places.Add((entry.KeyOffset, document, JsonPath.Member(path, entry.Key)));
                    Add(entry.Value, document, JsonPath.Member(path, entry.Key));
                }

                break;
        }
    }
}
