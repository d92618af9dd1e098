using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>
/// Kestrel on one loopback address, without a second dependency container: it hands every request to the host's pipeline.
/// </summary>
internal sealed class KestrelListener : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly RequestDelegate _pipeline;
    private readonly KestrelServer _server;

    private KestrelListener(RequestDelegate pipeline, KestrelServer server)
    {
        _pipeline = pipeline;
        _server = server;
    }

    /// <summary>The address in use, with the real port.</summary>
    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <exception cref="EmbeddedHostException">The address is not plain HTTP on loopback, or is taken.</exception>
    public static async Task<KestrelListener> StartAsync(
        Uri url, RequestDelegate pipeline, IServiceProvider services, CancellationToken cancellation)
    {
        if (!url.IsLoopback || url.Scheme != Uri.UriSchemeHttp)
        {
            throw new EmbeddedHostException($"Cannot listen on {url}: the embedded host serves plain http on loopback addresses only.");
        }

        var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        Listen(options, url);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        var listener = new KestrelListener(pipeline, new KestrelServer(Options.Create(options), transport, loggers));
        try
        {
            await listener._server.StartAsync(listener, cancellation);
            return listener;
        }
        catch (IOException e)
        {
            await listener.DisposeAsync();
            throw new EmbeddedHostException($"Cannot listen on {url}: {e.Message}", e);
        }
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _pipeline(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task StopAsync(CancellationToken cancellation) => _server.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        _server.Dispose();
    }

    private static void Listen(KestrelServerOptions options, Uri url)
    {
        // "localhost" means both address families, which no free port can be found for at once.
        if (url.Port == 0 || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
        {
            options.Listen(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, url.Port);
        }
        else
        {
            options.ListenLocalhost(url.Port);
        }
    }
}
