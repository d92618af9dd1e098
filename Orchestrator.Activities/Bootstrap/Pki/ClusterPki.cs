using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Activities.Bootstrap.Pki;

/// <summary>The keys that every control-plane machine of one cluster shares. kubeadm signs all else with them on the machine.</summary>
public sealed record ClusterPki(KeyPair Cluster, KeyPair Etcd, KeyPair FrontProxy, KeyPair ServiceAccount)
{
    /// <summary><c>sha256:…</c> over the cluster CA's public key, by which a joining machine knows the API server.</summary>
    public string CaCertHash
    {
        get
        {
            using var authority = X509Certificate2.CreateFromPem(Cluster.PublicPem);
            return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(authority.PublicKey.ExportSubjectPublicKeyInfo()))}";
        }
    }

    public override string ToString() => "ClusterPki { *** }";
}
