using Microsoft.Azure.Functions.Worker.Http;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The request and response of an HTTP-triggered invocation.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <summary>Null if the invocation has no request.</summary>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IHttpRequestDataFeature>()?.GetHttpRequestDataAsync(context) ?? new((HttpRequestData?)null);
    }

    /// <summary>Null if the function has not returned one.</summary>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IInvocationResultFeature>()?.Result as HttpResponseData;
    }
}
