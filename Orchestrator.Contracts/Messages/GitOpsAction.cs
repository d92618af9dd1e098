using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>What a change in a source asks for.</summary>
public enum GitOpsAction
{
    /// <summary>The manifest is new or changed.</summary>
    [JsonStringEnumMemberName("apply")]
    Apply,

    /// <summary>The clusters have left the source.</summary>
    [JsonStringEnumMemberName("prune")]
    Prune,
}
