using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Engine.History;

/// <summary>One event of an orchestration's history, or on its way into one. Which members are set depends on the kind.</summary>
public sealed record HistoryEvent
{
    // Ticks take a third of what nullable times take, and a busy engine holds many events. Times are UTC; 0 is none.
    private readonly long _timestamp;
    private readonly long _fireAt;

    public required EventType Kind { get; init; }

    public DateTimeOffset Timestamp
    {
        get => new(_timestamp, TimeSpan.Zero);
        init => _timestamp = value.UtcTicks;
    }

    /// <summary>The sequence number of a decision (scheduled, created, sent); null for what comes from outside.</summary>
    public int? EventId { get; init; }

    /// <summary>The sequence number of the decision that this event answers.</summary>
    public int? TaskScheduledId { get; init; }

    /// <summary>The name of the orchestrator, activity, sub-orchestration or external event.</summary>
    public string? Name { get; init; }

    public string? Version { get; init; }

    /// <summary>The child of a sub-orchestration, or the receiver of a sent event.</summary>
    public string? InstanceId { get; init; }

    public string? Input { get; init; }

    public string? Result { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public DateTimeOffset? FireAt
    {
        get => _fireAt == 0 ? null : new DateTimeOffset(_fireAt, TimeSpan.Zero);
        init => _fireAt = value is { } time ? Math.Max(1, time.UtcTicks) : 0;
    }

    /// <summary>How the execution ended.</summary>
    public OrchestrationRuntimeStatus? Status { get; init; }

    /// <summary>A termination that goes on to sub-orchestrations.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Recursive { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The W3C trace context that a start, or the call of an activity or sub-orchestration, belongs to.</summary>
    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }
}
