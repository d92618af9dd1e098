using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Simulator.Hosting;

/// <summary>
/// The certificate of the HTTPS endpoint and the authority that signed it, kept in the data folder. They are valid for decades on either
/// side: simulated time and the clients' time differ.
/// </summary>
internal sealed class ServerCertificates
{
    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2070, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ServerCertificates(string authorityPem, X509Certificate2 server)
    {
        AuthorityPem = authorityPem;
        Server = server;
    }

    /// <summary>The authority's certificate; its key was thrown away.</summary>
    public string AuthorityPem { get; }

    public X509Certificate2 Server { get; }

    /// <summary>Loads what is in the folder, or makes it.</summary>
    public static ServerCertificates LoadOrCreate(string? folder, Randomness randomness)
    {
        if (folder is null)
        {
            var (authority, certificate, key) = Create(randomness);
            return new ServerCertificates(authority, Usable(certificate, key));
        }

        var (authorityPath, certificatePath, keyPath) = (Path.Combine(folder, "arm-ca.pem"), Path.Combine(folder, "arm.pem"), Path.Combine(folder, "arm.key"));

        // The authority is written last: its file says that the others are whole.
        if (!File.Exists(authorityPath))
        {
            var (authority, certificate, key) = Create(randomness);
            Directory.CreateDirectory(folder);
            File.WriteAllText(certificatePath, certificate);
            File.WriteAllText(keyPath, key);
            File.WriteAllText(authorityPath, authority);
        }

        return new ServerCertificates(File.ReadAllText(authorityPath), Usable(File.ReadAllText(certificatePath), File.ReadAllText(keyPath)));
    }

    private static (string Authority, string Certificate, string Key) Create(Randomness randomness)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Simulated Azure CA", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, critical: false));
        using var authority = authorityRequest.CreateSelfSigned(NotBefore, NotAfter);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=management.azure.com", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("management.azure.com");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(authority, NotBefore, NotAfter, randomness.NextGuid().ToByteArray());
        return (authority.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Usable(string certificate, string key) => X509Certificate2.CreateFromPem(certificate, key);
}
