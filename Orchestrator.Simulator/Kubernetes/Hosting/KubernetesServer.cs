using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>
/// The Kubernetes APIs on loopback: an HTTPS listener that tells clusters apart by SNI, and an HTTP CONNECT proxy in front of it for clients
/// that know the clusters by their true names. TLS is end to end with each cluster's own CA.
/// </summary>
public sealed class KubernetesServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ServingCertificates _certificates;

    private KubernetesServer(WebApplication application, ServingCertificates certificates, IReadOnlyList<Uri> addresses)
    {
        (_application, _certificates) = (application, certificates);
        KubernetesEndpoint = addresses[0];
        KubernetesProxy = new UriBuilder(addresses[1]) { Scheme = Uri.UriSchemeHttp }.Uri;
    }

    /// <summary>The listener itself; a client must send the cluster's host name as SNI.</summary>
    public Uri KubernetesEndpoint { get; }

    /// <summary>What belongs into <c>proxy-url</c> of a kubeconfig.</summary>
    public Uri KubernetesProxy { get; }

    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<KubernetesServer> StartAsync(SimulatedClusters clusters, KubernetesServerOptions options, CancellationToken cancellation = default)
    {
        var certificates = new ServingCertificates();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, options.KubernetesPort, listen => UseTls(listen, clusters, certificates));
            kestrel.Listen(IPAddress.Loopback, options.ProxyPort, listen =>
            {
                listen.Use(new ConnectProxy(clusters).Use);
                UseTls(listen, clusters, certificates);
            });
        });
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(new KubernetesEndpoint(clusters).HandleAsync);
        await application.StartAsync(cancellation).ConfigureAwait(false);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address)).ToList();
        return new KubernetesServer(application, certificates, addresses);
    }

    public async ValueTask DisposeAsync()
    {
        // Watches never end by themselves: do not wait for them.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _certificates.Dispose();
    }

    private static void UseTls(ListenOptions listen, SimulatedClusters clusters, ServingCertificates certificates)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context =>
            {
                var host = context.Connection.Items.TryGetValue(ConnectProxy.HostItem, out var asked) && asked is string name ? name : context.ClientHelloInfo.ServerName;
                context.Connection.Items[ConnectProxy.HostItem] = host;
                var cluster = clusters.Route(host) ?? throw new AuthenticationException($"No simulated cluster answers at '{host}'.");
                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificates.For(cluster),
                    ClientCertificateRequired = true,
                    // Whether the certificate is good is the API server's to say, per request and with a Status.
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                });
            },
        });
    }
}
