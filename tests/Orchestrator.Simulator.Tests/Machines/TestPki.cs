using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orchestrator.Simulator.Tests.Machines;

/// <summary>A cluster's certificate authorities and keys, as a bootstrapper makes them.</summary>
public sealed class TestPki
{
    private static readonly Lazy<RSA[]> Keys = new(static () => [RSA.Create(2048), RSA.Create(2048), RSA.Create(2048), RSA.Create(2048)]);
    private readonly RSA _caKey;

    /// <param name="hasOwnKey">True for a CA that no other instance shares; the keys are slow to make and otherwise shared.</param>
    public TestPki(DateTimeOffset now, bool hasOwnKey = false)
    {
        _caKey = hasOwnKey ? RSA.Create(2048) : Keys.Value[0];
        Authority = Self("CN=kubernetes", _caKey, now);
        Add("ca", Authority, _caKey);
        Add("etcd/ca", Self("CN=etcd-ca", Keys.Value[1], now), Keys.Value[1]);
        Add("front-proxy-ca", Self("CN=front-proxy-ca", Keys.Value[2], now), Keys.Value[2]);
        var account = Keys.Value[3];
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
        var key = Keys.Value[3];
        var request = new CertificateRequest($"O={group}, CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(Authority, Authority.NotBefore, Authority.NotAfter, [1, 2, 3, 4]);
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private void Add(string name, X509Certificate2 certificate, RSA key)
    {
        Files[$"/etc/kubernetes/pki/{name}.crt"] = certificate.ExportCertificatePem();
        Files[$"/etc/kubernetes/pki/{name}.key"] = key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Self(string subject, RSA key, DateTimeOffset now)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(10));
    }
}
