using Azure.Storage.Queues.Models;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>A queue with the semantics of Azure Storage: a received message is hidden, and seen again unless it is deleted in time.</summary>
internal interface IMessageQueue
{
    /// <summary>A message may be there to receive. Not every queue can tell.</summary>
    event Action? Arrived;

    /// <summary>Up to <paramref name="maximum"/> messages, hidden from now for <paramref name="hidden"/>. None when there is no such queue.</summary>
    Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maximum, TimeSpan hidden, CancellationToken cancellation);

    /// <summary>Hides a received message for longer; returns the pop receipt that is valid from now.</summary>
    Task<string> RenewAsync(string messageId, string popReceipt, TimeSpan hidden, CancellationToken cancellation);

    /// <summary>Gives a received message back, to be seen after <paramref name="delay"/>.</summary>
    Task ReleaseAsync(string messageId, string popReceipt, TimeSpan delay, CancellationToken cancellation);

    Task DeleteAsync(string messageId, string popReceipt, CancellationToken cancellation);

    /// <summary>Adds a message; the queue is made if it is absent.</summary>
    Task AddAsync(BinaryData body, CancellationToken cancellation);

    /// <summary>After a poll that found nothing, when to poll again; null: not before <see cref="Arrived"/>.</summary>
    TimeSpan? NextPoll(TimeSpan backOff);
}
