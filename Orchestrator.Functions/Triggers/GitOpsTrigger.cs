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
public sealed class GitOpsTrigger(GitOpsChanges changes, SourceStatuses statuses, ILogger<GitOpsTrigger> log)
{
    /// <summary>As host.json's <c>extensions.queues.maxDequeueCount</c>: after it the host would set the message aside without its error.</summary>
    public const int LastTry = 8;

    /// <returns>The message for the poison queue; null when there is none.</returns>
    [Function("GitOpsEvent")]
    [QueueOutput(GitOpsMessage.PoisonQueue)]
    public async Task<string?> RunAsync([QueueTrigger(GitOpsMessage.Queue)] QueueMessage message, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var text = message.Body.ToString();
        try
        {
            await changes.CarryOutAsync(GitOpsMessageReader.Read(text), client, cancellation);
            return null;
        }
        catch (MessageRefusedException refused)
        {
            return await RefuseAsync(text, refused.Error, refused.Diagnostics, cancellation);
        }
        catch (OrchestratorException failed) when (failed.Error.Retry != RetryClass.Transient || message.DequeueCount >= LastTry)
        {
            return await RefuseAsync(text, failed.Error, [], cancellation);
        }
        catch (Exception failed) when (message.DequeueCount >= LastTry && !cancellation.IsCancellationRequested)
        {
            log.LogError(failed, "Message {MessageId} failed {Count} times", message.MessageId, message.DequeueCount);
            var error = ErrorCatalog.Unexpected.With($"The message failed {message.DequeueCount} times, at last with: {failed.Message}", action: "Send it again when the cause is gone.");
            return await RefuseAsync(text, error, [], cancellation);
        }
    }

    private async Task<string> RefuseAsync(string text, OrchestratorError error, IReadOnlyList<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        log.LogError("A GitOps message is refused. {Code}: {Message}", error.Code, error.Message);
        await statuses.FailAsync(text, error, cancellation);
        return PoisonText.Of(text, error, diagnostics);
    }
}
