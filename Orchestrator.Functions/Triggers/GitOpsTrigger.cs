using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.GitOps;

namespace Orchestrator.Functions.Triggers;

/// <summary>
/// Takes the changes of sources from the queue. What fails for a while is thrown, so that the queue brings the message again; what can never be
/// carried out goes to the poison queue with its error, at once, and holds up nothing.
/// </summary>
public sealed class GitOpsTrigger(GitOpsChanges changes, GitOpsRefusals refusals, ILogger<GitOpsTrigger> log)
{
    /// <summary>As host.json's <c>extensions.queues.maxDequeueCount</c>: after it the host would set the message aside without its error.</summary>
    public const int LastTry = 8;

    /// <returns>The message for the poison queue; null when there is none.</returns>
    [Function("GitOpsEvent")]
    [QueueOutput(GitOpsMessage.PoisonQueue)]
    public async Task<string?> RunAsync([QueueTrigger(GitOpsMessage.Queue)] QueueMessage message, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var text = message.Body.ToString();
        var isLastTry = message.DequeueCount >= LastTry;
        try
        {
            await changes.CarryOutAsync(GitOpsMessageReader.Read(text), client, cancellation);
            return null;
        }
        catch (MessageRefusedException refused)
        {
            return await refusals.RefuseAsync(text, refused.Error, refused.Diagnostics, isLastTry, client, cancellation);
        }
        catch (OrchestratorException failed) when (failed.Error.Retry != RetryClass.Transient || isLastTry)
        {
            return await refusals.RefuseAsync(text, failed.Error, [], isLastTry, client, cancellation);
        }
        catch (Exception failed) when (isLastTry && !cancellation.IsCancellationRequested)
        {
            log.LogError(failed, "Message {MessageId} failed {Count} times", message.MessageId, message.DequeueCount);
            var error = ErrorCatalog.Unexpected.With($"The message failed {message.DequeueCount} times, at last with: {failed.Message}", action: "Send it again when the cause is gone.");
            return await refusals.RefuseAsync(text, error, [], isLastTry, client, cancellation);
        }
    }
}
