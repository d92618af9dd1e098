using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

/// <summary>An AKS cluster as written, before defaults.</summary>
internal sealed record ManagedClusterDraft
{
    /// <summary>Name of the managedClusters resource.</summary>
    public required string Name { get; init; }

    public string? Version { get; init; }

    public required JsonObject Body { get; init; }

    public IReadOnlyList<AgentPoolDraft> Pools { get; init; } = [];

    /// <summary>Maintenance configurations by name.</summary>
    public IReadOnlyList<(string Name, JsonObject Body)> Maintenance { get; init; } = [];

    public FleetMemberDraft? FleetMember { get; init; }

    public IReadOnlyList<ExtensionDraft> Extensions { get; init; } = [];

    /// <summary>The fields are typed, so what they leave out has Cluster API Provider Azure's defaults; a raw body has Azure's.</summary>
    public bool IsTyped { get; init; }

    public int MaxParallelPools { get; init; } = 1;

    public bool ReplacePools { get; init; }

    public bool UpgradeNodeImages { get; init; }

    public bool Adopt { get; init; }

    public ManagedClusterPower? Power { get; init; }

    public SortedDictionary<string, string> Headers { get; init; } = new(StringComparer.Ordinal);
}
