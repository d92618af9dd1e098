namespace Orchestrator.Contracts.Clusters;

/// <summary>A cluster's name: <c>namespace/name</c>.</summary>
public sealed record ClusterKey(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
