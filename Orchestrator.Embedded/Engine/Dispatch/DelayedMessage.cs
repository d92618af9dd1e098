using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>The key of a message that becomes visible later.</summary>
internal sealed record DelayedMessage(long MessageId, InboxMessage Message)
{
    public bool Equals(DelayedMessage? other) => other?.MessageId == MessageId;

    public override int GetHashCode() => MessageId.GetHashCode();
}
