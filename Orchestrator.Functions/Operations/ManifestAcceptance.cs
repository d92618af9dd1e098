using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests;

namespace Orchestrator.Functions.Operations;

/// <summary>What every way in does with a manifest, whatever becomes of its clusters.</summary>
public sealed class ManifestAcceptance(IClusterStore store, ISecretStore secrets)
{
    /// <summary>Reads the files beside the identities and namespaces of earlier applies.</summary>
    public async Task<ManifestResult> ReadAsync(IReadOnlyList<ManifestFile> files, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellation) => ManifestReader.Read(new ManifestInput
    {
        Files = files,
        Variables = variables ?? new Dictionary<string, string>(StringComparer.Ordinal),
        KnownIdentities = await store.ListIdentitiesAsync(cancellation),
        KnownNamespaces = await store.ListNamespacesAsync(cancellation),
    });

    /// <summary>Keeps what clusters share: secrets, namespaces, identities.</summary>
    public async Task KeepSharedAsync(ManifestResult manifest, CancellationToken cancellation)
    {
        foreach (var secret in manifest.Secrets)
        {
            foreach (var (entry, value) in secret.Data)
            {
                await secrets.SetAsync(new ClusterKey(secret.Namespace, secret.Name), entry, value, cancellation);
            }
        }

        foreach (var described in manifest.Namespaces)
        {
            await store.SaveNamespaceAsync(described, cancellation);
        }

        foreach (var identity in manifest.Identities)
        {
            await store.SaveIdentityAsync(identity, cancellation);
        }
    }
}
