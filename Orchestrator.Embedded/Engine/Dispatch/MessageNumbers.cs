using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Makes messages with growing ids.</summary>
internal sealed class MessageNumbers
{
    private long _last;

    /// <summary>No new message gets an id up to this one.</summary>
    public void StartAfter(long messageId) => _last = messageId;

    public InboxMessage Message(string instanceId, string? executionId, HistoryEvent content, DateTimeOffset? visibleAt = null) =>
        new(Interlocked.Increment(ref _last), instanceId, executionId, visibleAt, content);

    public static HistoryEvent Started(InstanceRecord record) => new()
    {
        Kind = EventType.ExecutionStarted, Name = record.Name, Version = record.Version, Input = record.Input, Tags = record.Tags,
    };
}
