using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Something for an instance's next step.</summary>
/// <param name="Event">What happened; null for a mere wake-up.</param>
/// <param name="MessageId">The stored message, or null for answers, whose open work is stored instead.</param>
/// <param name="ExecutionId">The only execution that it is for; null for any.</param>
internal sealed record InboxItem(HistoryEvent? Event, long? MessageId, string? ExecutionId);
