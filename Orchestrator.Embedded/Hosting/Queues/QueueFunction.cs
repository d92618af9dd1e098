using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>
/// Runs a function on a message and settles the message: deleted after success, seen again after a failure, and moved to the poison queue
/// after too many.
/// </summary>
internal sealed class QueueFunction(
    FunctionDescriptor function,
    IMessageQueue queue,
    IMessageQueue? poison,
    QueueSettings settings,
    FunctionInvoker invoker,
    QueueParameter parameter,
    TimeProvider time,
    WorkDispatcher dispatcher,
    ILogger logger)
{
    public string Name => function.Name;

    public async Task RunAsync(QueueMessage message, CancellationToken stopping)
    {
        await using var lease = new MessageLease(message, queue, time, dispatcher, logger);
        // One more than allowed: the host died before it could move the message.
        var isWorn = poison is not null && message.DequeueCount > settings.MaxDequeueCount;
        if (!isWorn && await SucceedsAsync(message, stopping))
        {
            await queue.DeleteAsync(message.MessageId, await lease.EndAsync(), CancellationToken.None);
        }
        else if (isWorn || (poison is not null && message.DequeueCount >= settings.MaxDequeueCount && !stopping.IsCancellationRequested))
        {
            logger.LogError(
                "Message {MessageId} has failed {Count} times in function {Function}: it goes to the poison queue",
                message.MessageId,
                settings.MaxDequeueCount,
                function.Name);
            await poison!.AddAsync(message.Body, CancellationToken.None);
            await queue.DeleteAsync(message.MessageId, await lease.EndAsync(), CancellationToken.None);
        }
        else
        {
            await queue.ReleaseAsync(message.MessageId, await lease.EndAsync(), settings.VisibilityTimeout, CancellationToken.None);
        }
    }

    private async Task<bool> SucceedsAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            await invoker.InvokeAsync(new InvocationRequest(function)
            {
                TriggerValue = parameter.Convert(message, function.TriggerParameter.Type),
                BindingData = QueueParameter.Metadata(message, function.TriggerParameter.Type),
                Cancellation = stopping,
            });
            return true;
        }
        catch (Exception e)
        {
            logger.LogError(e, "Function {Function} failed on message {MessageId} (try {Count})", function.Name, message.MessageId, message.DequeueCount);
            return false;
        }
    }
}
