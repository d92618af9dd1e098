using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>A queue in Azure Storage.</summary>
internal sealed class StorageQueue(QueueClient queue) : IMessageQueue
{
    /// <summary>Storage does not push: whoever waits has to poll.</summary>
    public event Action? Arrived
    {
        add { }
        remove { }
    }

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maximum, TimeSpan hidden, CancellationToken cancellation)
    {
        try
        {
            return (await queue.ReceiveMessagesAsync(maximum, hidden, cancellation)).Value;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    public async Task<string> RenewAsync(string messageId, string popReceipt, TimeSpan hidden, CancellationToken cancellation) =>
        (await queue.UpdateMessageAsync(messageId, popReceipt, visibilityTimeout: hidden, cancellationToken: cancellation)).Value.PopReceipt;

    public Task ReleaseAsync(string messageId, string popReceipt, TimeSpan delay, CancellationToken cancellation) =>
        queue.UpdateMessageAsync(messageId, popReceipt, visibilityTimeout: delay, cancellationToken: cancellation);

    public Task DeleteAsync(string messageId, string popReceipt, CancellationToken cancellation) =>
        queue.DeleteMessageAsync(messageId, popReceipt, cancellation);

    public async Task AddAsync(BinaryData body, CancellationToken cancellation)
    {
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await queue.SendMessageAsync(body, cancellationToken: cancellation);
    }

    public TimeSpan? NextPoll(TimeSpan backOff) => backOff;
}
