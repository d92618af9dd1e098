namespace Orchestrator.Manifests.Yaml;

internal sealed class SequenceNode(int offset, IReadOnlyList<ManifestNode> items)
    : ManifestNode(offset, 1 + items.Sum(static i => i.Weight))
{
    public IReadOnlyList<ManifestNode> Items { get; } = items;

    public override string Describe() => "a list";
}
