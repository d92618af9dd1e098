using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Simulator.Hosting;
using Orchestrator.Simulator.Kubernetes.Hosting;

namespace Orchestrator.Simulator;

/// <summary>Simulated Azure on loopback sockets, for clients in other processes.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _arm;
    private readonly KubernetesServer _kubernetes;
    private readonly ServerCertificates _certificates;

    private SimulatorServer(WebApplication arm, KubernetesServer kubernetes, ServerCertificates certificates)
    {
        _arm = arm;
        _kubernetes = kubernetes;
        _certificates = certificates;
        var address = arm.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        ArmEndpoint = new UriBuilder(address) { Host = "localhost" }.Uri;
    }

    /// <summary>Resource Manager, over HTTPS with a certificate that <see cref="CertificateAuthorityPem"/> signed.</summary>
    public Uri ArmEndpoint { get; }

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
        var arm = BuildArm(azure, options, certificates);
        try
        {
            await arm.StartAsync(cancellation).ConfigureAwait(false);
            var kubernetes = await KubernetesServer.StartAsync(azure.Machines.Clusters, new KubernetesServerOptions(options.KubernetesPort, options.ProxyPort), cancellation).ConfigureAwait(false);
            return new SimulatorServer(arm, kubernetes, certificates);
        }
        catch
        {
            await arm.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _kubernetes.DisposeAsync().ConfigureAwait(false);
        await _arm.DisposeAsync().ConfigureAwait(false);
        _certificates.Server.Dispose();
    }

    private static WebApplication BuildArm(SimulatedAzure azure, SimulatorServerOptions options, ServerCertificates certificates)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.ArmPort, listen => listen.UseHttps(certificates.Server)));
        var app = builder.Build();
        app.Run(new ArmEndpoint(azure.Manager, azure.Options.Time).HandleAsync);
        return app;
    }
}
