using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>TLS over the network, through the proxy of <c>Orchestrator:Kubernetes:ProxyUrl</c> where one is set.</summary>
public sealed class KubernetesTransport(IConfiguration configuration, TimeProvider time) : IKubernetesTransport
{
    /// <summary>API servers come and go behind their load balancer: a connection must not outlive them for long.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public HttpMessageHandler CreateHandler(ClusterSpec spec, X509Certificate2 client, X509Certificate2Collection trust) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = ProxyUrl(configuration) is not null,
        Proxy = ProxyUrl(configuration) is { } proxy ? new WebProxy(proxy) : null,
        PooledConnectionLifetime = ConnectionLifetime,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [client],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => client,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate, errors, trust),
        },
    };

    internal static string? ProxyUrl(IConfiguration configuration) =>
        configuration["Orchestrator:Kubernetes:ProxyUrl"] is { Length: > 0 } proxy ? proxy : null;

    /// <summary>The platform's check knows neither the cluster's own CA nor the injected clock, so the chain is built here; the name check stays the platform's.</summary>
    private bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2Collection trust)
    {
        if (certificate is not X509Certificate2 server || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trust);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(server);
    }
}
