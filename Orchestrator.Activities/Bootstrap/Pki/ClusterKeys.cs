using System.Text.Json;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.Pki;

public sealed class ClusterKeys(ISecretStore secrets, CertificateFactory certificates) : IClusterKeys
{
    private const string ClusterAuthority = "ca";

    public async Task<ClusterPki> GetOrCreateAsync(ClusterKey cluster, CancellationToken cancellation) => new(
        await GetOrCreateAsync(cluster, ClusterAuthority, () => certificates.CreateAuthority("kubernetes"), cancellation),
        await GetOrCreateAsync(cluster, "etcd", () => certificates.CreateInternalAuthority("etcd-ca"), cancellation),
        await GetOrCreateAsync(cluster, "proxy", () => certificates.CreateInternalAuthority("front-proxy-ca"), cancellation),
        await GetOrCreateAsync(cluster, "sa", certificates.CreateServiceAccountKey, cancellation));

    public async Task<KeyPair?> FindAuthorityAsync(ClusterKey cluster, CancellationToken cancellation) =>
        await secrets.FindAsync(cluster, ClusterAuthority, cancellation) is { } stored ? Parse(stored) : null;

    private async Task<KeyPair> GetOrCreateAsync(ClusterKey cluster, string name, Func<KeyPair> create, CancellationToken cancellation) =>
        Parse(await secrets.FindAsync(cluster, name, cancellation)
            ?? await secrets.GetOrAddAsync(cluster, name, () => JsonSerializer.Serialize(create(), ContractJson.Options), cancellation));

    private static KeyPair Parse(string stored) => JsonSerializer.Deserialize<KeyPair>(stored, ContractJson.Options)!;
}
