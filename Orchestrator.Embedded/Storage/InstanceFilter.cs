using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Storage;

/// <summary>Which instances to read, in order of instance id. Null means any; bounds are inclusive.</summary>
public sealed record InstanceFilter
{
    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }

    public DateTimeOffset? CompletedFrom { get; init; }

    public DateTimeOffset? CompletedTo { get; init; }

    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses { get; init; }

    public string? InstanceIdPrefix { get; init; }

    public string? ParentInstanceId { get; init; }

    /// <summary>Only ids greater than this one.</summary>
    public string? After { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    internal bool Matches(InstanceRecord record) =>
        !(record.CreatedAt < CreatedFrom)
        && !(record.CreatedAt > CreatedTo)
        && (CompletedFrom is null || record.CompletedAt >= CompletedFrom)
        && (CompletedTo is null || record.CompletedAt <= CompletedTo)
        && Statuses?.Contains(record.Status) != false
        && (InstanceIdPrefix is null || record.InstanceId.StartsWith(InstanceIdPrefix, StringComparison.Ordinal))
        && (ParentInstanceId is null || record.Parent?.InstanceId == ParentInstanceId)
        && (After is null || TableOrder.Instance.Compare(record.InstanceId, After) > 0);
}
