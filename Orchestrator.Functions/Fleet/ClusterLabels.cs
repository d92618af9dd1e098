using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.Fleet;

/// <summary>The labels by which clusters are selected.</summary>
public static class ClusterLabels
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> Of(ClusterSpec spec) => spec.Labels ?? None;
}
