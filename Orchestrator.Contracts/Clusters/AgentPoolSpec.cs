using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>Nodes of an AKS cluster that are alike.</summary>
public sealed record AgentPoolSpec
{
    public required string Name { get; init; }

    /// <summary>Kubernetes version as <c>v1.31.2</c>; null: the cluster's.</summary>
    public string? Version { get; init; }

    /// <summary>The properties of the agentPools body, without the version.</summary>
    public required JsonObject Properties { get; init; }

    /// <summary>HTTP headers that go with every write of the pool.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A pool made before this is replaced. Asked for by name, never by a manifest; null: nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RestartedAt { get; init; }

    /// <summary>Name of the pool that holds its pods while it is replaced: Azure has no two of one name.</summary>
    [JsonIgnore]
    public string StandIn
    {
        get
        {
            var longest = Properties["osType"] is JsonValue value && value.TryGetValue(out string? system) && string.Equals(system, "Windows", StringComparison.OrdinalIgnoreCase) ? LongestWindowsName : LongestName;
            return $"{Name[..Math.Min(Name.Length, longest - 1)]}x";
        }
    }

    private const int LongestName = 12;
    private const int LongestWindowsName = 6;

    /// <summary>Nodes wanted; null: Azure's default of one. The autoscaler's to choose where there is one.</summary>
    [JsonIgnore]
    public int? Count => Properties["count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    /// <summary>Null where the body does not say, which Azure answers with User.</summary>
    [JsonIgnore]
    public string? Mode => Properties["mode"] is JsonValue value && value.TryGetValue(out string? mode) ? mode : null;
}
