namespace Orchestrator.Activities.Resources;

/// <summary>All resource types that we know, by kind.</summary>
public sealed class ResourceDefinitions(IEnumerable<ResourceDefinition> definitions)
{
    private readonly Dictionary<string, ResourceDefinition> _byKind = definitions.ToDictionary(static d => d.Kind, StringComparer.Ordinal);

    public IReadOnlyCollection<ResourceDefinition> All => _byKind.Values;

    public ResourceDefinition this[string kind] => _byKind[kind];

    public ResourceDefinition? Find(string kind) => _byKind.GetValueOrDefault(kind);
}
