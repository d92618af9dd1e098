using System.Text;
using Azure.Core.Serialization;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Writes response bodies.</summary>
public static class HttpResponseDataExtensions
{
    private const string Json = "application/json; charset=utf-8";

    public static void WriteString(this HttpResponseData response, string value, Encoding? encoding = null) =>
        response.WriteBytes((encoding ?? Encoding.UTF8).GetBytes(value));

    public static Task WriteStringAsync(this HttpResponseData response, string value, Encoding? encoding = null) =>
        response.WriteStringAsync(value, CancellationToken.None, encoding);

    public static Task WriteStringAsync(
        this HttpResponseData response, string value, CancellationToken cancellationToken, Encoding? encoding = null) =>
        response.WriteBytesAsync((encoding ?? Encoding.UTF8).GetBytes(value), cancellationToken);

    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response, T instance, CancellationToken cancellationToken = default) =>
        response.WriteAsJsonAsync(instance, Json, cancellationToken);

    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response, T instance, string contentType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.WriteAsJsonAsync(instance, WorkerSerializer.Of(response.FunctionContext), contentType, cancellationToken);
    }

    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response, T instance, ObjectSerializer serializer, CancellationToken cancellationToken = default) =>
        response.WriteAsJsonAsync(instance, serializer, Json, cancellationToken);

    public static ValueTask WriteAsJsonAsync<T>(
        this HttpResponseData response,
        T instance,
        ObjectSerializer serializer,
        string contentType,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(serializer);
        response.Headers.Remove("Content-Type");
        response.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return serializer.SerializeAsync(response.Body, instance, typeof(T), cancellationToken);
    }

    public static void WriteBytes(this HttpResponseData response, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Body.Write(value);
    }

    public static Task WriteBytesAsync(this HttpResponseData response, byte[] value) =>
        response.WriteBytesAsync(value, CancellationToken.None);

    public static Task WriteBytesAsync(this HttpResponseData response, byte[] value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Body.WriteAsync(value, 0, value.Length, cancellationToken);
    }
}
