using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Answers HTTP requests with the management URLs of an instance.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>
    /// Waits until the instance has ended, answered as soon as it has, and answers with its state; when <paramref name="cancellation"/> comes
    /// first, with its management URLs (202). <paramref name="retryInterval"/> (1 s by default) is how often an instance that does not
    /// exist yet is looked for.
    /// </summary>
    public static async Task<HttpResponseData> WaitForCompletionOrCreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        TimeSpan? retryInterval = null,
        bool returnInternalServerErrorOnFailure = false,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        var hold = request.FunctionContext.InstanceServices.GetRequiredService<IClockHold>();
        var time = request.FunctionContext.InstanceServices.GetRequiredService<TimeProvider>();
        try
        {
            Task<OrchestrationMetadata> Ended() =>
                EndedAsync(client, instanceId, retryInterval ?? TimeSpan.FromSeconds(1), getInputsAndOutputs, time, cancellation);
            var ended = await hold.ReleaseWhileAsync(Ended);
            var isError = returnInternalServerErrorOnFailure && ended.RuntimeStatus == OrchestrationRuntimeStatus.Failed;
            var response = request.CreateResponse(isError ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
            await response.WriteAsJsonAsync(Describe(ended), CancellationToken.None);
            return response;
        }
        catch (OperationCanceledException)
        {
            return await client.CreateCheckStatusResponseAsync(request, instanceId, CancellationToken.None);
        }
    }

    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    public static async Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        var (response, payload) = CreateResponse(client, request, instanceId, statusCode);
        await WorkerSerializer.Of(request.FunctionContext)
            .SerializeAsync(response.Body, payload, typeof(HttpManagementPayload), cancellation);
        return response;
    }

    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponse(request, instanceId, HttpStatusCode.Accepted, cancellation);

    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        var (response, payload) = CreateResponse(client, request, instanceId, statusCode);
        WorkerSerializer.Of(request.FunctionContext).Serialize(response.Body, payload, typeof(HttpManagementPayload), cancellation);
        return response;
    }

    /// <exception cref="InvalidOperationException">There is neither a request nor a client that knows its management API.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var endpoint = (client as IHttpManagementClient)?.ManagementEndpoint;
        var origin = request is null ? endpoint?.BaseUrl : request.Url;
        if (origin is null)
        {
            throw new InvalidOperationException(
                "Management URLs need an HTTP request, or a DurableTaskClient bound with [DurableClient] on a host that listens on HTTP.");
        }

        return Payload(origin.GetLeftPart(UriPartial.Authority), instanceId, endpoint?.QueryString);
    }

    private static async Task<OrchestrationMetadata> EndedAsync(
        DurableTaskClient client, string instanceId, TimeSpan retryInterval, bool withData, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            var found = await client.GetInstanceAsync(instanceId, withData, CancellationToken.None);
            if (found is not null)
            {
                return found.IsCompleted ? found : await client.WaitForInstanceCompletionAsync(instanceId, withData, cancellation);
            }

            await Task.Delay(retryInterval, time, cancellation);
        }
    }

    private static object Describe(OrchestrationMetadata metadata) => new
    {
        metadata.Name,
        metadata.InstanceId,
        metadata.CreatedAt,
        metadata.LastUpdatedAt,
        RuntimeStatus = metadata.RuntimeStatus.ToString(),
        metadata.SerializedInput,
        metadata.SerializedOutput,
        metadata.SerializedCustomStatus,
    };

    private static (HttpResponseData Response, HttpManagementPayload Payload) CreateResponse(
        DurableTaskClient client, HttpRequestData request, string instanceId, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payload = client.CreateHttpManagementPayload(instanceId, request);
        var response = request.CreateResponse(statusCode);
        response.Headers.Add("Location", payload.StatusQueryGetUri);
        response.Headers.Add("Content-Type", "application/json");
        return (response, payload);
    }

    // The doubled braces of the reasons are what the real extension writes.
    private static HttpManagementPayload Payload(string origin, string instanceId, string? query)
    {
        var instance = $"{origin}/runtime/webhooks/durabletask/instances/{Uri.EscapeDataString(instanceId)}";
        var first = string.IsNullOrEmpty(query) ? string.Empty : "?" + query;
        var more = string.IsNullOrEmpty(query) ? string.Empty : "&" + query;
        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = instance + first,
            SendEventPostUri = instance + "/raiseEvent/{eventName}" + first,
            TerminatePostUri = instance + "/terminate?reason={{text}}" + more,
            PurgeHistoryDeleteUri = instance + first,
            SuspendPostUri = instance + "/suspend?reason={{text}}" + more,
            ResumePostUri = instance + "/resume?reason={{text}}" + more,
        };
    }
}
