using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.GitOps;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Drift;

/// <summary>Posts what a check found anew to the webhook, if one is configured. Whoever calls repeats it when it fails.</summary>
public sealed class PostDriftActivity(DriftStore store, DriftOptions options, GitOpsTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="HttpRequestException">The webhook did not take it.</exception>
    [Function("PostDrift")]
    public async Task RunAsync([ActivityTrigger] DriftNews news, CancellationToken cancellation)
    {
        if (options.Webhook is null || await store.FindReportAsync(news.Cluster, cancellation).ConfigureAwait(false) is not { } report)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(DriftEvents.Of(report, news.EventType!), ContractJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue(OutcomeEvent.MediaType, "utf-8");
        using var message = new HttpRequestMessage(HttpMethod.Post, options.Webhook) { Content = content };
        using var answer = await transport.Webhook.SendAsync(message, both.Token).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            // Without the address: what is secret of a webhook is often part of it.
            throw new HttpRequestException($"The webhook of drift answered {(int)answer.StatusCode}.", inner: null, answer.StatusCode);
        }
    }
}
