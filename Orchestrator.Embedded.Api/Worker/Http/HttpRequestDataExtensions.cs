using System.Net;
using System.Text;
using Azure.Core.Serialization;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Reads requests and answers them.</summary>
public static class HttpRequestDataExtensions
{
    public static async Task<string?> ReadAsStringAsync(this HttpRequestData request, Encoding? encoding = null)
    {
        using var reader = Reader(request, encoding);
        return reader is null ? null : await reader.ReadToEndAsync(request.FunctionContext.CancellationToken);
    }

    public static string? ReadAsString(this HttpRequestData request, Encoding? encoding = null)
    {
        using var reader = Reader(request, encoding);
        return reader?.ReadToEnd();
    }

    public static ValueTask<T?> ReadFromJsonAsync<T>(this HttpRequestData request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ReadFromJsonAsync<T>(WorkerSerializer.Of(request.FunctionContext), cancellationToken);
    }

    public static async ValueTask<T?> ReadFromJsonAsync<T>(
        this HttpRequestData request, ObjectSerializer serializer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(serializer);
        return (T?)await serializer.DeserializeAsync(request.Body, typeof(T), cancellationToken);
    }

    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }

    private static StreamReader? Reader(HttpRequestData request, Encoding? encoding)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Body is null ? null : new StreamReader(request.Body, encoding ?? Encoding.UTF8, leaveOpen: true);
    }
}
