using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// Makes the transport of every ARM call. Register another <see cref="HttpPipelineTransport"/> to put something else in its place,
/// such as <c>new HttpClientTransport(handler)</c>.
/// </summary>
internal static class ArmTransport
{
    public static HttpPipelineTransport Create(ArmOptions options)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.CertificateAuthorityPem is { } path)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(path);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return new HttpClientTransport(handler);
    }
}
