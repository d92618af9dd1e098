using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.State.Identities;

/// <summary>What identities sign in with: from the first source that has it.</summary>
public sealed class IdentitySecrets(IEnumerable<ISecretSource> sources)
{
    /// <summary>Entry of a client secret; certificates may be there too, as in CAPZ.</summary>
    public const string ClientSecret = "clientSecret";

    /// <summary>Entry of a certificate with its key: PEM, or PKCS #12 in base64 without a password.</summary>
    public const string Certificate = "certificate";

    /// <summary>The first of <paramref name="entries"/> that any source has; null if there is none.</summary>
    public async Task<string?> FindAsync(IdentitySpec identity, CancellationToken cancellation, params string[] entries)
    {
        foreach (var entry in entries)
        {
            foreach (var source in sources)
            {
                if (await source.FindAsync(identity.SecretNamespace ?? identity.Namespace, NameOf(identity), entry, cancellation).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <exception cref="OrchestratorException">Unauthenticated: no source has any of <paramref name="entries"/>.</exception>
    public async Task<string> GetAsync(IdentitySpec identity, CancellationToken cancellation, params string[] entries) =>
        await FindAsync(identity, cancellation, entries).ConfigureAwait(false)
        ?? throw new OrchestratorException(ErrorCatalog.Unauthenticated.With(
            $"Identity {identity.Namespace}/{identity.Name} needs the secret {identity.SecretNamespace ?? identity.Namespace}/{NameOf(identity)} with the entry {string.Join(" or ", entries)}, and there is none.",
            NameOf(identity)));

    private static string NameOf(IdentitySpec identity) => identity.SecretName ?? identity.Name;
}
