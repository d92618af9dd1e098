namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>Where an object lives. <see cref="Namespace"/> is empty for cluster-wide objects; the version is not part of it.</summary>
internal readonly record struct ObjectKey(string Group, string Plural, string Namespace, string Name)
{
    public static ObjectKey Of(ResourceType type, string @namespace, string name) => new(type.Group, type.Plural, @namespace, name);

    public override string ToString() => $"{Group}/{Plural}/{Namespace}/{Name}";
}
