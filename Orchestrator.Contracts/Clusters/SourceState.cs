using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>What became of a revision.</summary>
public enum SourceState
{
    /// <summary>It is what the cluster shall be; the operation says how far it is.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    /// <summary>Something newer came before it.</summary>
    [JsonStringEnumMemberName("stale")]
    Stale,

    /// <summary>It was refused and changed nothing.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
