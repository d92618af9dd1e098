using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>Runs HTTP requests through the host's pipeline without sockets, on the caller's thread.</summary>
internal sealed class InProcessTransport(RequestDelegate pipeline, Uri baseAddress) : HttpMessageHandler
{
    public Task<HttpResponseMessage> InvokeAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        SendAsync(request, cancellation);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new InProcessResponse();
        var context = new DefaultHttpContext(await FeaturesAsync(request, response, cancellationToken));
        await pipeline(context);
        cancellationToken.ThrowIfCancellationRequested();
        await context.Response.CompleteAsync();
        return await response.CompleteAsync(request);
    }

    private async Task<FeatureCollection> FeaturesAsync(
        HttpRequestMessage request, InProcessResponse response, CancellationToken cancellation)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(await RequestAsync(request, cancellation));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(response.Buffer));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = cancellation });
        var connection = new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback, LocalIpAddress = IPAddress.Loopback };
        features.Set<IHttpConnectionFeature>(connection);
        features.Set<IHttpAuthenticationFeature>(new HttpAuthenticationFeature());
        return features;
    }

    private async Task<HttpRequestFeature> RequestAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var target = new Uri(baseAddress, request.RequestUri ?? baseAddress);
        var feature = new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Method = request.Method.Method,
            Scheme = target.Scheme,
            PathBase = string.Empty,
            Path = PathString.FromUriComponent(target).Value ?? "/",
            QueryString = target.Query,
            RawTarget = target.PathAndQuery,
            Headers = new HeaderDictionary { ["Host"] = target.Authority },
        };
        CopyHeaders(request, feature.Headers);
        if (request.Content is not null)
        {
            feature.Body = await request.Content.ReadAsStreamAsync(cancellation);
        }

        return feature;
    }

    private static void CopyHeaders(HttpRequestMessage request, IHeaderDictionary headers)
    {
        // Asking for the length makes the content compute it, as a real client would before it sends.
        headers.ContentLength = request.Content?.Headers.ContentLength;
        IEnumerable<KeyValuePair<string, IEnumerable<string>>> content = request.Content is null ? [] : request.Content.Headers;
        foreach (var (name, values) in request.Headers.Concat(content))
        {
            headers[name] = values.ToArray();
        }
    }
}
