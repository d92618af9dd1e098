using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>
/// An AKS cluster. Its bodies are Azure's own (Microsoft.ContainerService, 2024-09-01): whatever a manifest calls a field, here it has ARM's name,
/// so that every field that Azure has can be said.
/// </summary>
public sealed record ManagedClusterSpec
{
    /// <summary>Name of the managedClusters resource.</summary>
    public required string Name { get; init; }

    /// <summary>Kubernetes version as <c>v1.31.2</c>; null: Azure's default for a new cluster, and for one that exists what it runs.</summary>
    public string? Version { get; init; }

    /// <summary>The managedClusters body without location, version and pools.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>At least one of mode System.</summary>
    public IReadOnlyList<AgentPoolSpec> Pools { get; init; } = [];

    /// <summary>Resources that belong to the cluster, such as maintenance configurations.</summary>
    public IReadOnlyList<ManagedClusterPartSpec> Parts { get; init; } = [];

    /// <summary>The manifest is of Cluster API Provider Azure's typed kinds, whose rules are stricter than Azure's own.</summary>
    public bool IsTyped { get; init; }

    /// <summary>How many pools may change at once, 1 or more.</summary>
    public int MaxParallelPools { get; init; } = 1;

    /// <summary>A pool whose change Azure cannot make in place is replaced: another takes over its pods, then it goes.</summary>
    public bool ReplacePools { get; init; }

    /// <summary>Nodes move to Azure's newest image whenever the spec is applied.</summary>
    public bool UpgradeNodeImages { get; init; }

    /// <summary>A cluster of that name that nobody here made is taken over as it is.</summary>
    public bool Adopt { get; init; }

    /// <summary>null leaves it as it is.</summary>
    public ManagedClusterPower? Power { get; init; }

    /// <summary>HTTP headers that go with every write of the cluster.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The cluster stands in the virtual network of the spec; otherwise Azure makes one beside its nodes.</summary>
    public bool HasVirtualNetwork { get; init; }

    [JsonIgnore]
    public int Nodes => Pools.Sum(static pool => pool.Count ?? 1);
}
