using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>How operations on a cluster are to go about it.</summary>
public sealed record OperationPolicySpec
{
    public static readonly TimeSpan StandardApprovalTimeout = TimeSpan.FromHours(24);

    /// <summary>Name of the limit of steps of every kind that has none of its own.</summary>
    public const string EveryKind = "default";

    /// <summary>What waits for approval.</summary>
    public IReadOnlyList<ApprovalGate> Approvals { get; init; } = [];

    public TimeSpan ApprovalTimeout { get; init; } = StandardApprovalTimeout;

    /// <summary>What nobody has approved in time goes ahead; otherwise the operation fails.</summary>
    public bool ApproveOnTimeout { get; init; }

    /// <summary>A deletion takes along what others have put into resource groups that were made for the cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DeleteForeign { get; init; }

    /// <summary>How long a step may take, by its kind or <see cref="EveryKind"/>.</summary>
    public IReadOnlyDictionary<string, TimeSpan> StepTimeouts { get; init; } = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
}
