namespace Orchestrator.Manifests.Yaml;

internal sealed class MappingNode(int offset, IReadOnlyList<MappingEntry> entries)
    : ManifestNode(offset, 1 + entries.Sum(static e => e.Value.Weight))
{
    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public MappingEntry? Find(string key) => Entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.Ordinal));

    public override string Describe() => "an object";
}
