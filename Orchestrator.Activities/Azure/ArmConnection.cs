using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// ARM over the wire for one identity: single requests without any retry of their own, because retrying belongs to the orchestration,
/// which honours Retry-After. Trouble comes back in <see cref="ArmResponse.Error"/>.
/// </summary>
public sealed class ArmConnection(ArmClient client)
{
    private readonly ArmPipelineResource _arm = new(client, new ResourceIdentifier("/"));

    public Task<ArmResponse> GetAsync(string id, string operationId, CancellationToken cancellation) =>
        SendAsync(ArmVerb.Get, id, UrlOf(id, ResourceId.TypeOf(id)), body: null, etag: null, operationId, cancellation);

    /// <summary>A read below a resource that has no type of its own, such as <c>instanceView</c>.</summary>
    public Task<ArmResponse> GetViewAsync(string id, string view, string operationId, CancellationToken cancellation) =>
        SendAsync(ArmVerb.Get, id, UrlOf($"{id}/{view}", ResourceId.TypeOf(id)), body: null, etag: null, operationId, cancellation);

    /// <summary>Sends the whole resource; with <paramref name="etag"/> only if it is still that version.</summary>
    public Task<ArmResponse> PutAsync(string id, JsonObject body, string? etag, string operationId, CancellationToken cancellation) =>
        SendAsync(ArmVerb.Put, id, UrlOf(id, ResourceId.TypeOf(id)), body, etag, operationId, cancellation);

    public Task<ArmResponse> DeleteAsync(string id, string operationId, CancellationToken cancellation) =>
        SendAsync(ArmVerb.Delete, id, UrlOf(id, ResourceId.TypeOf(id)), body: null, etag: null, operationId, cancellation);

    public Task<ArmResponse> PostAsync(string id, string action, JsonObject body, string operationId, CancellationToken cancellation) =>
        SendAsync(ArmVerb.Post, id, UrlOf($"{id}/{action}", ResourceId.TypeOf(id)), body, etag: null, operationId, cancellation);

    /// <summary>The status of a long-running operation, by the URL that its start answered.</summary>
    public Task<ArmResponse> GetOperationAsync(string operationUrl, string resourceId, string operationId, CancellationToken cancellation) =>
        SendAsync(ArmVerb.Get, resourceId, new Uri(operationUrl), body: null, etag: null, operationId, cancellation);

    /// <summary>All resources of <paramref name="type"/> in <paramref name="scope"/> (a resource group, subscription or parent resource), page by page.</summary>
    /// <returns>The items, or the error of the page that failed.</returns>
    public async Task<(IReadOnlyList<JsonObject> Items, OrchestratorError? Error)> ListAsync(
        string scope, string type, string operationId, CancellationToken cancellation, string? query = null)
    {
        var isChild = scope.Contains("/providers/", StringComparison.OrdinalIgnoreCase);
        var path = isChild ? $"{scope}/{type[(type.LastIndexOf('/') + 1)..]}" : $"{scope}/providers/{type}";
        var items = new List<JsonObject>();
        for (var url = UrlOf(path, type, query); url is not null;)
        {
            var page = await SendAsync(ArmVerb.Get, path, url, body: null, etag: null, operationId, cancellation).ConfigureAwait(false);
            if (page.Error is not null)
            {
                return ([], page.Error);
            }

            items.AddRange((page.Resource?["value"] as JsonArray ?? []).OfType<JsonObject>());
            url = (string?)page.Resource?["nextLink"] is { Length: > 0 } next ? new Uri(next) : null;
        }

        return (items, null);
    }

    private static int? RetryAfterOf(Response response) =>
        response.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    private static string? OperationUrlOf(Response response) =>
        response.Headers.TryGetValue("Azure-AsyncOperation", out var operation) || response.Headers.TryGetValue("Location", out operation) ? operation : null;

    private static JsonNode? Parse(BinaryData content)
    {
        try
        {
            return content.ToMemory().IsEmpty ? null : JsonNode.Parse(content.ToMemory().Span);
        }
        catch (JsonException)
        {
            // Proxies answer errors as HTML; the status then says all there is.
            return null;
        }
    }

    private static RequestMethod MethodOf(ArmVerb verb) => verb switch
    {
        ArmVerb.Put => RequestMethod.Put,
        ArmVerb.Post => RequestMethod.Post,
        ArmVerb.Delete => RequestMethod.Delete,
        _ => RequestMethod.Get,
    };

    private Uri UrlOf(string path, string type, string? query = null) =>
        new(_arm.ManagementEndpoint, $"{path}?api-version={ArmTypes.ApiVersionOf(type)}{(query is null ? "" : $"&{query}")}");

    private async Task<ArmResponse> SendAsync(
        ArmVerb verb, string id, Uri url, JsonObject? body, string? etag, string operationId, CancellationToken cancellation)
    {
        var correlation = OperationGuid.Of(operationId).ToString();
        using var message = _arm.HttpPipeline.CreateMessage();
        var request = message.Request;
        request.Method = MethodOf(verb);
        request.Uri.Reset(url);
        request.ClientRequestId = OperationGuid.Of($"{operationId} {verb} {url.PathAndQuery}").ToString();
        request.Headers.Add("x-ms-correlation-request-id", correlation);
        request.Headers.Add("Accept", "application/json");
        if (etag is not null)
        {
            request.Headers.Add("If-Match", etag);
        }

        if (body is not null)
        {
            request.Headers.Add("Content-Type", "application/json");
            request.Content = RequestContent.Create(BinaryData.FromString(body.ToJsonString()));
        }

        try
        {
            await _arm.HttpPipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellation))
        {
            var definition = exception is AuthenticationFailedException ? ErrorCatalog.Unauthenticated : ErrorCatalog.AzureUnavailable;
            return new ArmResponse { Status = 0, Error = definition.With(exception.Message, id) with { CorrelationId = correlation } };
        }

        return Read(message.Response, verb, id, correlation);
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellation) => exception switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException or AggregateException => true,
        _ => false,
    };

    private static ArmResponse Read(Response response, ArmVerb verb, string id, string correlation)
    {
        var body = Parse(response.Content);
        var retryAfter = RetryAfterOf(response);
        return new ArmResponse
        {
            Status = response.Status,
            Body = body,

            // As it was sent: the SDK's ETag type drops the quotes that If-Match needs.
            ETag = response.Headers.TryGetValue("ETag", out var etag) ? etag : (string?)(body as JsonObject)?["etag"],
            RetryAfterSeconds = retryAfter,
            OperationUrl = OperationUrlOf(response),
            Error = response.Status < (int)HttpStatusCode.BadRequest
                ? null
                : ArmErrorMap.ToError(response.Status, AzureFault.Parse(body), verb, id, retryAfter, correlation),
        };
    }
}
