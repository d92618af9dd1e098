using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orchestrator.Simulator.Tests.Machines;

/// <summary>A cluster's certificate authorities and keys, as a bootstrapper makes them.</summary>
internal sealed class TestPki
{
    private readonly RSA _caKey = RSA.Create(2048);

    public TestPki(DateTimeOffset now)
    {
        Authority = Self("CN=kubernetes", _caKey, now);
        foreach (var (name, subject) in (IEnumerable<(string, string)>)[("ca", "CN=kubernetes"), ("etcd/ca", "CN=etcd-ca"), ("front-proxy-ca", "CN=front-proxy-ca")])
        {
            using var key = name == "ca" ? null : RSA.Create(2048);
            using var certificate = name == "ca" ? null : Self(subject, key!, now);
            Files[$"/etc/kubernetes/pki/{name}.crt"] = (certificate ?? Authority).ExportCertificatePem();
            Files[$"/etc/kubernetes/pki/{name}.key"] = (key ?? _caKey).ExportPkcs8PrivateKeyPem();
        }

        using var account = RSA.Create(2048);
        Files["/etc/kubernetes/pki/sa.pub"] = account.ExportSubjectPublicKeyInfoPem();
        Files["/etc/kubernetes/pki/sa.key"] = account.ExportRSAPrivateKeyPem();
    }

    public X509Certificate2 Authority { get; }

    /// <summary>The control-plane files by path.</summary>
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public string Hash => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Authority.PublicKey.ExportSubjectPublicKeyInfo()));

    public string AuthorityBase64 => Convert.ToBase64String(Encoding.UTF8.GetBytes(Authority.ExportCertificatePem()));

    public X509Certificate2 Client(string name = "kubernetes-admin", string group = "system:masters")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"O={group}, CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(Authority, Authority.NotBefore, Authority.NotAfter, [1, 2, 3, 4]);
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static X509Certificate2 Self(string subject, RSA key, DateTimeOffset now)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(10));
    }
}
