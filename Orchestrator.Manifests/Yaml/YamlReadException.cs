namespace Orchestrator.Manifests.Yaml;

/// <summary>A document that YAML allows and we do not (depth, size, unknown anchors). <c>Offset</c> is in the original text.</summary>
internal sealed class YamlReadException(int offset, string message) : Exception(message)
{
    public int Offset { get; } = offset;
}
