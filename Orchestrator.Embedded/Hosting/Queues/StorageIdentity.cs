using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>The Microsoft Entra identity of a storage connection: the settings below its name, as the Functions host reads them.</summary>
internal sealed record StorageIdentity(string? Credential, string? TenantId, string? ClientId, string? ClientSecret, string? ManagedIdentityResourceId)
{
    /// <exception cref="FormatException">The settings name no identity that this host knows.</exception>
    public static StorageIdentity Read(IConfigurationSection section)
    {
        if (section["certificate"] is not null)
        {
            throw new FormatException($"{section.Path}:certificate is not served here: sign in with {section.Path}:clientSecret or a managed identity");
        }

        var identity = new StorageIdentity(
            section["credential"]?.ToLowerInvariant(), section["tenantId"], section["clientId"], section["clientSecret"], section["managedIdentityResourceId"]);
        identity.Check(section.Path);
        return identity;
    }

    public TokenCredential Build() => this switch
    {
        { Credential: "managedidentity" } => new ManagedIdentityCredential(ManagedIdentity()),
        { Credential: "workloadidentity" } => new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { TenantId = TenantId, ClientId = ClientId }),
        { TenantId: { } tenant, ClientId: { } client, ClientSecret: { } secret } => new ClientSecretCredential(tenant, client, secret),
        _ => new DefaultAzureCredential(Options()),
    };

    private ManagedIdentityId ManagedIdentity() => this switch
    {
        { ManagedIdentityResourceId: { } resource } => ManagedIdentityId.FromUserAssignedResourceId(new ResourceIdentifier(resource)),
        { ClientId: { } client } => ManagedIdentityId.FromUserAssignedClientId(client),
        _ => ManagedIdentityId.SystemAssigned,
    };

    private DefaultAzureCredentialOptions Options()
    {
        var options = new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId, WorkloadIdentityClientId = ClientId };
        if (TenantId is not null)
        {
            options.TenantId = TenantId;
        }

        return options;
    }

    private void Check(string path)
    {
        if (Credential is not (null or "managedidentity" or "workloadidentity"))
        {
            throw new FormatException($"{path}:credential is '{Credential}', which is not managedidentity or workloadidentity");
        }

        if (ClientId is not null && ManagedIdentityResourceId is not null)
        {
            throw new FormatException($"{path} has both clientId and managedIdentityResourceId: one names the identity");
        }

        if (ClientSecret is not null && (TenantId is null || ClientId is null))
        {
            throw new FormatException($"{path}:clientSecret needs {path}:tenantId and {path}:clientId");
        }
    }
}
