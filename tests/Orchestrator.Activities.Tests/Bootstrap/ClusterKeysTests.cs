using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Tests.Bootstrap;

public sealed class ClusterKeysTests : IDisposable
{
    private static readonly ClusterKey Cluster = new("default", "c1");
    private readonly BootstrapFixture _fixture = new();

    [Fact]
    public async Task Keys_MadeTwice_AreTheSame()
    {
        var first = await _fixture.Keys.GetOrCreateAsync(Cluster, default);
        var second = await new ClusterKeys(_fixture.Secrets, _fixture.Certificates).GetOrCreateAsync(Cluster, default);

        Assert.Equal(first.Cluster.PrivatePem, second.Cluster.PrivatePem);
        Assert.Equal(first.ServiceAccount.PublicPem, second.ServiceAccount.PublicPem);
        Assert.Equal(first.CaCertHash, second.CaCertHash);
    }

    [Theory]
    [InlineData(0, "CN=kubernetes", 2048)]
    [InlineData(1, "CN=etcd-ca", 256)]
    [InlineData(2, "CN=front-proxy-ca", 256)]
    public async Task Authority_IsARootForTenYears_AndAlreadyValidOnALaggingClock(int index, string subject, int bits)
    {
        var pki = await _fixture.Keys.GetOrCreateAsync(Cluster, default);
        var pair = new[] { pki.Cluster, pki.Etcd, pki.FrontProxy }[index];

        using var authority = X509Certificate2.CreateFromPem(pair.PublicPem, pair.PrivatePem);

        Assert.Equal(subject, authority.Subject);
        using AsymmetricAlgorithm key = bits == 256 ? authority.GetECDsaPrivateKey()! : authority.GetRSAPrivateKey()!;
        Assert.Equal(bits, key.KeySize);
        Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single() is { CertificateAuthority: true, Critical: true });
        Assert.Equal(_fixture.Clock.GetUtcNow().AddHours(-24), authority.NotBefore.ToUniversalTime());
        Assert.Equal(_fixture.Clock.GetUtcNow().AddYears(10), authority.NotAfter.ToUniversalTime());
    }

    [Fact]
    public async Task CaCertHash_IsOfThePublicKeyInfo()
    {
        var pki = await _fixture.Keys.GetOrCreateAsync(Cluster, default);
        using var key = RSA.Create();
        key.ImportFromPem(pki.Cluster.PrivatePem);

        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), pki.CaCertHash);
    }

    [Fact]
    public async Task ServiceAccountKey_PublicHalfBelongsToPrivateHalf()
    {
        var pair = (await _fixture.Keys.GetOrCreateAsync(Cluster, default)).ServiceAccount;
        using var signer = RSA.Create();
        signer.ImportFromPem(pair.PrivatePem);
        using var verifier = RSA.Create();
        verifier.ImportFromPem(pair.PublicPem);

        var signature = signer.SignData(new byte[] { 1, 2, 3 }, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        Assert.True(verifier.VerifyData(new byte[] { 1, 2, 3 }, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", pair.PublicPem);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(364, true)]
    [InlineData(366, false)]
    public async Task ClientCertificate_ChainsToTheAuthority_WhileItIsValid(int days, bool valid)
    {
        var pki = await _fixture.Keys.GetOrCreateAsync(Cluster, default);
        var pair = _fixture.Certificates.CreateClient(pki.Cluster, "kubernetes-admin", "system:masters", TimeSpan.FromDays(365));

        using var client = X509Certificate2.CreateFromPem(pair.PublicPem, pair.PrivatePem);

        Assert.Equal(valid, Chains(client, pki.Cluster, days));
        Assert.False(Chains(client, pki.Etcd, days));
        Assert.Equal("O=system:masters, CN=kubernetes-admin", string.Join(", ", client.SubjectName.EnumerateRelativeDistinguishedNames().Reverse()
            .Select(static part => $"{(part.GetSingleElementType().Value == "2.5.4.10" ? "O" : "CN")}={part.GetSingleElementValue()}").OrderDescending(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Keys_AsText_SayNothing()
    {
        var pki = await _fixture.Keys.GetOrCreateAsync(Cluster, default);

        Assert.DoesNotContain("BEGIN", $"{pki} {pki.Cluster} {pki.ServiceAccount}");
    }

    public void Dispose() => _fixture.Dispose();

    private bool Chains(X509Certificate2 certificate, KeyPair authority, int daysFromNow)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority.PublicPem));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = _fixture.Clock.GetUtcNow().AddDays(daysFromNow).UtcDateTime;
        return chain.Build(certificate);
    }
}
