using System.Text.Json;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests;

namespace Orchestrator.Functions.Access;

/// <summary>
/// Whether the caller may bring what is in a manifest: clusters of its namespaces; and what clusters act with or what opens them to others
/// (identities, secrets, namespaces) only as an Admin, unless it is there already just so.
/// </summary>
public sealed class ManifestAccess(RequestOrigins origins, IClusterStore store, ISecretStore secrets)
{
    /// <exception cref="OrchestratorException">RoleMissing, NamespaceForbidden.</exception>
    public async Task CheckAsync(ManifestResult manifest, CancellationToken cancellation)
    {
        var access = origins.Access;
        foreach (var @namespace in manifest.Clusters.Select(static spec => spec.Key.Namespace)
            .Concat(manifest.Identities.Select(static identity => identity.Namespace))
            .Concat(manifest.Secrets.Select(static secret => secret.Namespace)))
        {
            access.Require(@namespace);
        }

        if (access.Role >= Role.Admin && access.Namespaces is null)
        {
            return;
        }

        await CheckIdentitiesAsync(manifest, access, cancellation);
        var namespaces = await store.ListNamespacesAsync(cancellation);
        foreach (var described in manifest.Namespaces.Where(described => !namespaces.Any(known => IsSame(known, described))))
        {
            access.Require(described.Name);
            access.Require(Role.Admin, $"bring the namespace {described.Name}");
        }

        await CheckSecretsAsync(manifest, access, cancellation);
    }

    private async Task CheckIdentitiesAsync(ManifestResult manifest, CallerAccess access, CancellationToken cancellation)
    {
        var kept = await store.ListIdentitiesAsync(cancellation);
        foreach (var identity in manifest.Identities.Where(identity => !kept.Any(known => IsSame(known, identity))))
        {
            access.Require(Role.Admin, $"bring the identity {identity.Namespace}/{identity.Name}");
        }

        foreach (var spec in access.Role >= Role.Admin ? [] : manifest.Clusters)
        {
            // A spec may say all of its identity itself. Then others of its namespace must act with the same already.
            var acts = kept.Any(known => IsSameActor(known, spec.Identity))
                || (await store.ListAsync(cancellation)).Any(known => known.Key.Namespace == spec.Key.Namespace && IsSameActor(known.Spec.Identity, spec.Identity));
            access.Require(acts ? Role.None : Role.Admin, $"bring the identity {spec.Identity.Namespace}/{spec.Identity.Name}");
        }
    }

    private async Task CheckSecretsAsync(ManifestResult manifest, CallerAccess access, CancellationToken cancellation)
    {
        foreach (var secret in manifest.Secrets)
        {
            foreach (var (entry, value) in secret.Data)
            {
                if (await secrets.FindAsync(new ClusterKey(secret.Namespace, secret.Name), entry, cancellation) != value)
                {
                    access.Require(Role.Admin, $"bring the secret {secret.Namespace}/{secret.Name}");
                }
            }
        }
    }

    private static bool IsSameActor(IdentitySpec known, IdentitySpec wanted) =>
        (known.Type, known.TenantId, known.ClientId, known.SecretName, known.SecretNamespace ?? known.Namespace)
        == (wanted.Type, wanted.TenantId, wanted.ClientId, wanted.SecretName, wanted.SecretNamespace ?? wanted.Namespace);

    private static bool IsSame<T>(T known, T brought) => JsonSerializer.Serialize(known, ContractJson.Options) == JsonSerializer.Serialize(brought, ContractJson.Options);
}
