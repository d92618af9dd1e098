using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// The credential of an identity. Secrets come from the secret store under the key (identity's namespace, secret's name), else from the
/// configuration <c>Orchestrator:Azure:Secrets:{secret's name}:{clientSecret|certificate}</c>, where Key Vault references put them.
/// </summary>
internal sealed class IdentityCredentials(ISecretStore secrets, IConfiguration configuration)
{
    public async Task<TokenCredential> ForAsync(IdentitySpec identity, AzureCloud cloud, CancellationToken cancellation) => identity.Type switch
    {
        IdentityType.WorkloadIdentity => new WorkloadIdentityCredential(
            new WorkloadIdentityCredentialOptions { TenantId = identity.TenantId, ClientId = identity.ClientId, AuthorityHost = cloud.Authority }),
        IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal => new ClientSecretCredential(
            identity.TenantId,
            identity.ClientId,
            await SecretAsync(identity, "clientSecret", cancellation).ConfigureAwait(false),
            new ClientSecretCredentialOptions { AuthorityHost = cloud.Authority }),
        IdentityType.ServicePrincipalCertificate => new ClientCertificateCredential(
            identity.TenantId,
            identity.ClientId,
            Certificate(await SecretAsync(identity, "certificate", cancellation).ConfigureAwait(false)),
            new ClientCertificateCredentialOptions { AuthorityHost = cloud.Authority }),
        IdentityType.UserAssignedMSI => new ManagedIdentityCredential(
            identity.ClientId is { Length: > 0 } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned),
        _ => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            TenantId = identity.TenantId,
            ManagedIdentityClientId = identity.ClientId,
            AuthorityHost = cloud.Authority,
        }),
    };

    private static X509Certificate2 Certificate(string secret) => secret.Contains("-----BEGIN", StringComparison.Ordinal)
        ? X509Certificate2.CreateFromPem(secret, secret)
        : X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(secret), password: null);

    private async Task<string> SecretAsync(IdentitySpec identity, string entry, CancellationToken cancellation)
    {
        var name = identity.SecretName ?? identity.Name;
        return await secrets.FindAsync(new ClusterKey(identity.Namespace, name), entry, cancellation).ConfigureAwait(false)
            ?? configuration[$"Orchestrator:Azure:Secrets:{name}:{entry}"]
            ?? throw new OrchestratorException(ErrorCatalog.Unauthenticated.With(
                $"Identity {identity.Namespace}/{identity.Name} needs the secret {name} with the entry {entry}, and there is none.", name));
    }
}
