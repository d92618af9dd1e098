using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.State.Identities;

/// <summary>
/// Secrets of an Azure Key Vault under the name <c>{namespace}--{name}--{entry}</c>; a certificate of the vault is there as PKCS #12.
/// Read each time an identity's client is made, so that a rotated secret is found.
/// </summary>
internal sealed class KeyVaultSecrets(SecretClient vault) : ISecretSource
{
    private const string Separator = "--";

    public async Task<string?> FindAsync(string secretNamespace, string name, string entry, CancellationToken cancellation)
    {
        if (NameOf(secretNamespace, name, entry) is not { } id)
        {
            return null;
        }

        try
        {
            var secret = await vault.GetSecretAsync(id, cancellationToken: cancellation).ConfigureAwait(false);
            return secret.Value.Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (Exception problem) when (problem is RequestFailedException or AuthenticationFailedException)
        {
            throw new OrchestratorException(ErrorCatalog.Unauthenticated.With($"Key Vault {vault.VaultUri} does not give the secret {id}: {FirstLine(problem.Message)}", id));
        }
    }

    /// <summary>Null when the vault cannot hold that name, or when it could be another namespace's.</summary>
    private static string? NameOf(string secretNamespace, string name, string entry)
    {
        var id = string.Join(Separator, secretNamespace, name, entry);
        return !secretNamespace.Contains(Separator, StringComparison.Ordinal) && id.Length <= 127 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : null;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
