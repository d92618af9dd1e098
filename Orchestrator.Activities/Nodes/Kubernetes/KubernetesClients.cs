using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>
/// Keeps one connection for each endpoint and certificate authority: a cluster that is deleted and made again under its old name has
/// another authority, and so another connection.
/// </summary>
public sealed class KubernetesClients(IClusterKeys keys, CertificateFactory certificates, IKubernetesTransport transport, TimeProvider time) : IKubernetesClients
{
    private static readonly TimeSpan CertificateLifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<(string Authority, string CertificateAuthority), (KubernetesClient Client, DateTimeOffset RenewAt)> _connections = new();

    public async Task<KubernetesClient> GetAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var authority = await keys.FindAuthorityAsync(spec.Key, cancellation)
            ?? throw new OrchestratorException(ErrorCatalog.NotInitialized.With(target: spec.Key.ToString()));
        var now = time.GetUtcNow();
        return _connections.AddOrUpdate(
            (ControlPlaneEndpoint.Of(spec).Authority, authority.PublicPem),
            _ => (Connect(spec, authority), now + CertificateLifetime - RenewBefore),
            (_, known) => now < known.RenewAt ? known : (Connect(spec, authority), now + CertificateLifetime - RenewBefore)).Client;
    }

    private KubernetesClient Connect(ClusterSpec spec, KeyPair authority)
    {
        var pair = certificates.CreateClient(authority, "orchestrator", "system:masters", CertificateLifetime);
        return new KubernetesClient(
            ControlPlaneEndpoint.Of(spec).Url,
            transport.CreateHandler(spec, Load(pair), [X509Certificate2.CreateFromPem(authority.PublicPem)]),
            time);
    }

    private static X509Certificate2 Load(KeyPair pair)
    {
        var certificate = X509Certificate2.CreateFromPem(pair.PublicPem, pair.PrivatePem);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS does not take a key that exists in memory only.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
