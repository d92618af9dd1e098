using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities.Bootstrap.Pki;

/// <summary>Makes certificate authorities, key pairs and client certificates. Times and serials are injected; keys come from the platform's generator.</summary>
public sealed class CertificateFactory(TimeProvider time, Randomness randomness)
{
    private const int KeySize = 2048;

    // The clock of a machine that has just booted may lag until it has found a time server: to it, a certificate made now would not be valid yet.
    private static readonly TimeSpan ClockLag = TimeSpan.FromHours(24);

    /// <summary>A self-signed authority, valid for ten years, that anybody's clients may meet: with the RSA key that kubeadm would make.</summary>
    public KeyPair CreateAuthority(string commonName)
    {
        using var key = RSA.Create(KeySize);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new KeyPair(SelfSigned(request, commonName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1)), key.ExportRSAPrivateKeyPem());
    }

    /// <summary>The same for one that only machines of the control plane meet: on a curve, which is no weaker and made in a thousandth of the time.</summary>
    public KeyPair CreateInternalAuthority(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        return new KeyPair(SelfSigned(request, commonName, X509SignatureGenerator.CreateForECDsa(key)), key.ExportECPrivateKeyPem());
    }

    /// <summary>A pair for signing service-account tokens; no certificate.</summary>
    public KeyPair CreateServiceAccountKey()
    {
        using var key = RSA.Create(KeySize);
        return new KeyPair(key.ExportSubjectPublicKeyInfoPem(), key.ExportRSAPrivateKeyPem());
    }

    /// <summary>A client certificate for <paramref name="user"/> in <paramref name="group"/>, signed by <paramref name="authority"/>.</summary>
    public KeyPair CreateClient(KeyPair authority, string user, string group, TimeSpan lifetime)
    {
        using var issuer = X509Certificate2.CreateFromPem(authority.PublicPem, authority.PrivatePem);
        using var issuerKey = issuer.GetRSAPrivateKey()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(SubjectOf(user, group), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = time.GetUtcNow();
        var generator = X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(issuer.SubjectName, generator, Later(now - ClockLag, issuer.NotBefore), now + lifetime, NextSerial());
        return new KeyPair(certificate.ExportCertificatePem(), key.ExportECPrivateKeyPem());
    }

    private string SelfSigned(CertificateRequest request, string commonName, X509SignatureGenerator generator)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(commonName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.Create(request.SubjectName, generator, now - ClockLag, now.AddYears(10), NextSerial());
        return certificate.ExportCertificatePem();
    }

    private static X500DistinguishedName SubjectOf(string user, string group)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddOrganizationName(group);
        builder.AddCommonName(user);
        return builder.Build();
    }

    private static DateTimeOffset Later(DateTimeOffset wanted, DateTime issuerNotBefore) =>
        wanted > issuerNotBefore ? wanted : new DateTimeOffset(issuerNotBefore).ToUniversalTime();

    private byte[] NextSerial()
    {
        var serial = new byte[16];
        randomness.Fill(serial);

        // DER integers are signed, and a serial must be positive and not shortened by a leading zero.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
