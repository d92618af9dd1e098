using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Hosting;
using Orchestrator.Simulator.Kubernetes.Hosting;

namespace Orchestrator.Simulator;

/// <summary>Simulated Azure on loopback sockets, for clients in other processes.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _arm;
    private readonly WebApplication _metadata;
    private readonly KubernetesServer _kubernetes;
    private readonly ServerCertificates _certificates;

    private SimulatorServer(WebApplication arm, WebApplication metadata, KubernetesServer kubernetes, ServerCertificates certificates)
    {
        _arm = arm;
        _metadata = metadata;
        _kubernetes = kubernetes;
        _certificates = certificates;
        ArmEndpoint = AddressOf(arm);
        MetadataEndpoint = AddressOf(metadata);
    }

    /// <summary>Resource Manager and the tenant's sign-in, over HTTPS with a certificate that <see cref="CertificateAuthorityPem"/> signed.</summary>
    public Uri ArmEndpoint { get; }

    /// <summary>The metadata service of machines and of App Service, for managed identities; plain HTTP as in Azure.</summary>
    public Uri MetadataEndpoint { get; }

    /// <summary>The certificate of the authority to trust for <see cref="ArmEndpoint"/>.</summary>
    public string CertificateAuthorityPem => _certificates.AuthorityPem;

    /// <summary>The Kubernetes API of the simulated clusters, by the name that the client asks for.</summary>
    public Uri KubernetesEndpoint => _kubernetes.KubernetesEndpoint;

    /// <summary>An HTTP CONNECT proxy that knows the simulated names; TLS goes through to the cluster.</summary>
    public Uri KubernetesProxy => _kubernetes.KubernetesProxy;

    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatedAzure azure, SimulatorServerOptions options, CancellationToken cancellation = default)
    {
        var certificates = ServerCertificates.LoadOrCreate(options.DataFolder, azure.Options.Randomness);
        var arm = Build(azure, options.ArmPort, listen => listen.UseHttps(certificates.Server), azure.Answer);
        var metadata = Build(azure, options.MetadataPort, configure: null, request => Metadata(azure, request));
        try
        {
            await arm.StartAsync(cancellation).ConfigureAwait(false);
            await metadata.StartAsync(cancellation).ConfigureAwait(false);
            var kubernetes = await KubernetesServer.StartAsync(azure.Machines.Clusters, new KubernetesServerOptions(options.KubernetesPort, options.ProxyPort), cancellation).ConfigureAwait(false);
            return new SimulatorServer(arm, metadata, kubernetes, certificates);
        }
        catch
        {
            await metadata.DisposeAsync().ConfigureAwait(false);
            await arm.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _kubernetes.DisposeAsync().ConfigureAwait(false);
        await _metadata.DisposeAsync().ConfigureAwait(false);
        await _arm.DisposeAsync().ConfigureAwait(false);
        _certificates.Server.Dispose();
    }

    private static ArmResponse Metadata(SimulatedAzure azure, ArmRequest request) => azure.Tenant.TryAnswerMetadata(request) ?? new ArmResponse(404);

    private static Uri AddressOf(WebApplication app) =>
        new UriBuilder(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) { Host = "localhost" }.Uri;

    private static WebApplication Build(SimulatedAzure azure, int port, Action<ListenOptions>? configure, Func<ArmRequest, ArmResponse> respond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => configure?.Invoke(listen)));
        var app = builder.Build();
        app.Run(new ArmEndpoint(respond, azure.Options.Time).HandleAsync);
        return app;
    }
}
