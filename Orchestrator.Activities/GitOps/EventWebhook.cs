using System.Net.Http.Headers;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.GitOps;

/// <summary>Posts CloudEvents to the webhooks that the operator configured.</summary>
public sealed class EventWebhook(GitOpsTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="HttpRequestException">The webhook did not take it.</exception>
    public async Task PostAsync<T>(Uri address, T cloudEvent, string what, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(cloudEvent, ContractJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue(OutcomeEvent.MediaType, "utf-8");
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        using var answer = await transport.Webhook.SendAsync(message, both.Token).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            // Without the address: what is secret of a webhook is often part of it.
            throw new HttpRequestException($"The webhook of {what} answered {(int)answer.StatusCode}.", inner: null, answer.StatusCode);
        }
    }
}
