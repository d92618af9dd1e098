namespace Orchestrator.Contracts.Clusters;

/// <summary>A namespace of clusters, known for its labels, which identities select by.</summary>
public sealed record NamespaceSpec(string Name, IReadOnlyDictionary<string, string> Labels)
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>The labels with the one that Kubernetes puts on every namespace.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(string name, NamespaceSpec? described)
    {
        var labels = new Dictionary<string, string>(described?.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [NameLabel] = name };
        return labels;
    }
}
