namespace Orchestrator.Manifests.Yaml;

/// <summary>A node of a document. <c>Offset</c> is in the original text; <c>Weight</c> counts the nodes below, aliases expanded.</summary>
internal abstract class ManifestNode(int offset, long weight)
{
    public int Offset { get; } = offset;

    public long Weight { get; } = weight;

    /// <summary>What it is, for messages: <c>the number 3</c>, <c>a list</c>.</summary>
    public abstract string Describe();
}
