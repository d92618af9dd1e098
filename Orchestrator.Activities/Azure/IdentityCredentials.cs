using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Orchestrator.Activities.State.Identities;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>The credential with which an identity signs in to its cloud. Nothing is kept here: who asks again gets one with the secret of now.</summary>
internal sealed class IdentityCredentials(IdentitySecrets secrets, ManagedServicePrincipals managed, ArmOptions options, HttpPipelineTransport transport)
{
    /// <exception cref="OrchestratorException">Unauthenticated: what the identity signs in with is not there or cannot be used.</exception>
    public async Task<TokenCredential> ForAsync(IdentitySpec identity, AzureCloud cloud, CancellationToken cancellation)
    {
        switch (identity.Type)
        {
            case IdentityType.WorkloadIdentity:
                return Federated(identity, cloud);
            case IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal:
                var secret = await secrets.GetAsync(identity, cancellation, IdentitySecrets.ClientSecret).ConfigureAwait(false);
                return WithSecret(identity.TenantId!, identity.ClientId!, secret, cloud);
            case IdentityType.ServicePrincipalCertificate:
                var certificate = await secrets.GetAsync(identity, cancellation, IdentitySecrets.Certificate, IdentitySecrets.ClientSecret).ConfigureAwait(false);
                return new ClientCertificateCredential(
                    identity.TenantId, identity.ClientId, Parse(certificate, identity),
                    In(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = options.AuthorityHost is not null }, cloud));
            case IdentityType.UserAssignedMSI:
                return Managed(identity.ClientId, cloud);
            case IdentityType.None when identity.TenantId is { } tenant && managed.Find(tenant) is { } principal:
                return WithSecret(tenant, principal.ClientId, principal.ClientSecret, cloud);
            default:
                return new DefaultAzureCredential(In(new DefaultAzureCredentialOptions { TenantId = identity.TenantId, ManagedIdentityClientId = options.OwnClientId }, cloud));
        }
    }

    private TokenCredential Federated(IdentitySpec identity, AzureCloud cloud)
    {
        if (options.FederatedTokenFile is { } file)
        {
            return new WorkloadIdentityCredential(In(
                new WorkloadIdentityCredentialOptions
                {
                    TenantId = identity.TenantId,
                    ClientId = identity.ClientId,
                    TokenFilePath = file,
                    DisableInstanceDiscovery = options.AuthorityHost is not null,
                },
                cloud));
        }

        var own = Managed(options.OwnClientId, cloud);
        return new ClientAssertionCredential(
            identity.TenantId,
            identity.ClientId,
            async cancellation => (await own.GetTokenAsync(new TokenRequestContext(["api://AzureADTokenExchange/.default"]), cancellation).ConfigureAwait(false)).Token,
            In(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = options.AuthorityHost is not null }, cloud));
    }

    private ManagedIdentityCredential Managed(string? clientId, AzureCloud cloud) => new(In(
        new ManagedIdentityCredentialOptions(clientId is { Length: > 0 } ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned), cloud));

    private ClientSecretCredential WithSecret(string tenantId, string clientId, string secret, AzureCloud cloud) =>
        new(tenantId, clientId, secret, In(new ClientSecretCredentialOptions { DisableInstanceDiscovery = options.AuthorityHost is not null }, cloud));

    private T In<T>(T client, AzureCloud cloud)
        where T : TokenCredentialOptions
    {
        client.AuthorityHost = options.AuthorityHost ?? cloud.Authority;
        client.Transport = transport;

        // As with ARM: the orchestration retries, on durable timers.
        client.Retry.MaxRetries = 0;
        return client;
    }

    private static X509Certificate2 Parse(string secret, IdentitySpec identity)
    {
        try
        {
            return secret.Contains("-----BEGIN", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPem(secret, secret)
                : X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(secret), password: null);
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            // Without the cause's text, which may quote the secret.
            throw new OrchestratorException(ErrorCatalog.Unauthenticated.With(
                $"The certificate of identity {identity.Namespace}/{identity.Name} is neither PEM with its key nor PKCS #12 in base64 without a password.", identity.Name));
        }
    }
}
