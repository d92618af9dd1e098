using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>An event on its way to an instance; stored until the step that consumes it is.</summary>
/// <param name="MessageId">Grows with every message; the order of delivery.</param>
/// <param name="InstanceId">The receiver.</param>
/// <param name="ExecutionId">The only execution that may receive it; null for any.</param>
/// <param name="VisibleAt">Not before this time; null for at once.</param>
/// <param name="Event">What happened.</param>
public sealed record InboxMessage(long MessageId, string InstanceId, string? ExecutionId, DateTimeOffset? VisibleAt, HistoryEvent Event);
