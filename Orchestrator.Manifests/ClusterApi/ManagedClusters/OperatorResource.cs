using System.Text.Json.Nodes;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>One resource of Azure Service Operator.</summary>
/// <param name="Kind">Its kind, such as ManagedCluster.</param>
/// <param name="Name">Its name in Azure.</param>
/// <param name="Body">Its ARM body.</param>
/// <param name="SpecPath">Where its fields are among the origins of its document.</param>
internal sealed record OperatorResource(string Kind, string Name, JsonObject Body, string SpecPath, SourceLocation Location)
{
    /// <summary>Name of the Secret with the credential that reconciles it.</summary>
    public string? Credential { get; init; }

    /// <summary>Its owner by name, in the operator.</summary>
    public string? OwnerName { get; init; }

    /// <summary>Its owner by ARM id.</summary>
    public string? OwnerId { get; init; }

    /// <summary>What exists under the name is taken over.</summary>
    public bool Adopt { get; init; }

    public SortedDictionary<string, string> Headers { get; init; } = new(StringComparer.Ordinal);
}
