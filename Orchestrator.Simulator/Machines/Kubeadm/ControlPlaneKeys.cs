using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>The certificate authorities and the service-account key that a control-plane machine must bring along, checked as kubeadm's certs phase checks them.</summary>
internal sealed record ControlPlaneKeys(string CaCertificate, string CaKey, string ServiceAccountPublicKey)
{
    private const string Folder = "/etc/kubernetes/pki/";

    /// <exception cref="BootFailure">A file is missing or broken, no CA, or does not fit its key.</exception>
    public static ControlPlaneKeys From(IReadOnlyDictionary<string, WrittenFile> files, DateTimeOffset now)
    {
        foreach (var authority in (string[])["ca", "etcd/ca", "front-proxy-ca"])
        {
            CheckAuthority(authority, Content(files, authority + ".crt"), Content(files, authority + ".key"), now);
        }

        var serviceAccount = Content(files, "sa.pub");
        CheckServiceAccount(serviceAccount, Content(files, "sa.key"));
        return new ControlPlaneKeys(Content(files, "ca.crt"), Content(files, "ca.key"), serviceAccount);
    }

    private static string Content(IReadOnlyDictionary<string, WrittenFile> files, string name) =>
        files.TryGetValue(Folder + name, out var file) ? file.Content : throw new BootFailure($"kubeadm: failure loading certificate: {Folder}{name} does not exist on this machine");

    private static void CheckAuthority(string name, string certificatePem, string keyPem, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(certificatePem);
            if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { CertificateAuthority: true })
            {
                throw new BootFailure($"kubeadm: {Folder}{name}.crt is not a CA: basic constraints lack CA:TRUE");
            }

            // X509Certificate2 gives local times.
            if (now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime())
            {
                throw new BootFailure($"kubeadm: {Folder}{name}.crt is not valid at {now:u}: it is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}");
            }

            using var pair = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            throw new BootFailure($"kubeadm: {Folder}{name}.crt and {name}.key are no matching certificate and key in PEM: {problem.Message}");
        }
    }

    private static void CheckServiceAccount(string publicPem, string privatePem)
    {
        try
        {
            using AsymmetricAlgorithm privateKey = privatePem.Contains("EC PRIVATE KEY", StringComparison.Ordinal) ? ECDsa.Create() : RSA.Create();
            privateKey.ImportFromPem(privatePem);
            using AsymmetricAlgorithm publicKey = privateKey is RSA ? RSA.Create() : ECDsa.Create();
            publicKey.ImportFromPem(publicPem);
            if (!privateKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey.ExportSubjectPublicKeyInfo()))
            {
                throw new BootFailure($"kubeadm: {Folder}sa.pub does not belong to {Folder}sa.key");
            }
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            throw new BootFailure($"kubeadm: {Folder}sa.pub and sa.key are no key pair in PEM: {problem.Message}");
        }
    }
}
