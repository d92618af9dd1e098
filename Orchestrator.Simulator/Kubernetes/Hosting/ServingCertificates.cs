using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>The API servers' certificates, each issued by its cluster's CA for the names that kubeadm would put in.</summary>
internal sealed class ServingCertificates : IDisposable
{
    private readonly ConcurrentDictionary<string, X509Certificate2> _certificates = new(StringComparer.Ordinal);

    public X509Certificate2 For(SimulatedCluster cluster) => _certificates.GetOrAdd(cluster.State.Id, _ => Issue(cluster));

    public void Dispose()
    {
        foreach (var certificate in _certificates.Values)
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2 Issue(SimulatedCluster cluster)
    {
        using var authority = X509Certificate2.CreateFromPem(cluster.State.CaCertificate, cluster.State.CaKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(cluster).Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        Span<byte> serial = stackalloc byte[8];
        cluster.Randomness.Fill(serial);
        serial[0] &= 0x7F;
        // The CA's own dates: simulated time may be far from the time of whoever checks the certificate.
        using var issued = request.Create(authority.SubjectName, Generator(authority), authority.NotBefore, authority.NotAfter, serial);
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static X509SignatureGenerator Generator(X509Certificate2 authority) => authority.GetRSAPrivateKey() is { } rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);

    private static SubjectAlternativeNameBuilder Names(SimulatedCluster cluster)
    {
        var builder = new SubjectAlternativeNameBuilder();
        string[] names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", cluster.State.EndpointHost, .. cluster.State.CertificateNames];
        foreach (var name in names.Where(static name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder;
    }
}
