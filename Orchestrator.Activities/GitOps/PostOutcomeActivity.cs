using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.GitOps;

/// <summary>Posts an operation's outcome to the webhook, if one is configured. Whoever calls repeats it when it fails.</summary>
public sealed class PostOutcomeActivity(SourceStore sources, GitOpsOptions options, GitOpsTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="HttpRequestException">The webhook did not take it.</exception>
    [Function("PostOutcome")]
    public async Task RunAsync([ActivityTrigger] OutcomeRequest request, CancellationToken cancellation)
    {
        if (options.Webhook is null || await sources.FindOutcomeAsync(request.Cluster, request.OperationId, cancellation).ConfigureAwait(false) is not { } outcome)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(OutcomeEvents.Of(outcome, options.PublicUrl), ContractJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue(OutcomeEvent.MediaType, "utf-8");
        using var message = new HttpRequestMessage(HttpMethod.Post, options.Webhook) { Content = content };
        using var answer = await transport.Webhook.SendAsync(message, both.Token).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            // Without the address: what is secret of a webhook is often part of it.
            throw new HttpRequestException($"The webhook of outcomes answered {(int)answer.StatusCode}.", inner: null, answer.StatusCode);
        }
    }
}
