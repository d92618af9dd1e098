using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>Speaks to webhooks: the handshake that must come first, and deliveries.</summary>
internal sealed class WebhookClient(HttpMessageHandler transport, TimeProvider time)
{
    private const string Origin = "eventgrid.azure.net";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly HttpMessageInvoker _client = new(transport, disposeHandler: false);

    /// <summary>Proves that the endpoint wants events.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not answer as the handshake demands.</exception>
    /// <exception cref="HttpRequestException">The endpoint cannot be reached.</exception>
    public Task HandshakeAsync(Uri endpoint, EventSchema schema, string topic, Guid code, CancellationToken cancellation) =>
        schema == EventSchema.CloudEvents ? AskPermissionAsync(endpoint, cancellation) : ValidateAsync(endpoint, topic, code, cancellation);

    /// <summary>Delivers once; returns the status of the answer, or 0 when there is none.</summary>
    public async Task<int> DeliverAsync(EventSubscription subscription, PendingEvent pending, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint) { Content = Body(pending.Json, subscription.Schema) };
        request.Headers.Add("aeg-event-type", "Notification");
        request.Headers.Add("aeg-delivery-count", pending.Attempts.ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            using var response = await SendAsync(request, cancellation).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return 0;
        }
    }

    private static StringContent Body(string json, EventSchema schema) => schema == EventSchema.CloudEvents
        ? new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8"))
        : new StringContent(json, Encoding.UTF8, "application/json");

    private async Task ValidateAsync(Uri endpoint, string topic, Guid code, CancellationToken cancellation)
    {
        var handshake = new JsonArray(new JsonObject
        {
            ["id"] = code.ToString(),
            ["topic"] = topic,
            ["subject"] = "",
            ["data"] = new JsonObject { ["validationCode"] = code.ToString() },
            ["eventType"] = "Microsoft.EventGrid.SubscriptionValidationEvent",
            ["eventTime"] = time.GetUtcNow().UtcDateTime.ToString("O"),
            ["metadataVersion"] = "1",
            ["dataVersion"] = "2",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = Body(handshake.ToJsonString(), EventSchema.EventGrid) };
        request.Headers.Add("aeg-event-type", "SubscriptionValidation");
        using var response = await SendAsync(request, cancellation).ConfigureAwait(false);
        var answer = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK || !Echoes(answer, code))
        {
            throw new InvalidOperationException($"The endpoint {endpoint.GetLeftPart(UriPartial.Path)} did not answer the validation handshake: status {(int)response.StatusCode}.");
        }
    }

    private static bool Echoes(string answer, Guid code)
    {
        try
        {
            return string.Equals(JsonNode.Parse(answer)?["validationResponse"]?.ToString(), code.ToString(), StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task AskPermissionAsync(Uri endpoint, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, endpoint);
        request.Headers.Add("WebHook-Request-Origin", Origin);
        using var response = await SendAsync(request, cancellation).ConfigureAwait(false);
        var allowed = response.Headers.TryGetValues("WebHook-Allowed-Origin", out var values) ? string.Join(',', values) : "";
        if (!response.IsSuccessStatusCode || allowed is not ("*" or Origin))
        {
            throw new InvalidOperationException($"The endpoint {endpoint.GetLeftPart(UriPartial.Path)} does not allow {Origin}: status {(int)response.StatusCode}.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        return await _client.SendAsync(request, either.Token).ConfigureAwait(false);
    }
}
