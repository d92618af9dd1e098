using System.Text.Json.Nodes;

namespace Orchestrator.Manifests.Drafts;

internal sealed record AgentPoolDraft(string Name, JsonObject Properties)
{
    public int? Replicas { get; init; }

    public string? Version { get; init; }

    /// <summary>A subnet of the cluster's virtual network.</summary>
    public string? SubnetName { get; init; }

    public SortedDictionary<string, string> Headers { get; init; } = new(StringComparer.Ordinal);
}
