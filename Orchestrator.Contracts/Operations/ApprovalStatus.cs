using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Operations;

/// <summary>A step that needs approval, as the operation's status shows it.</summary>
public sealed record ApprovalStatus
{
    public required string Step { get; init; }

    public required ApprovalGate Gate { get; init; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the waiting ends without approval.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Who approved; null while it waits. <c>(timeout)</c> when the time was over and the spec lets it go ahead then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }
}
