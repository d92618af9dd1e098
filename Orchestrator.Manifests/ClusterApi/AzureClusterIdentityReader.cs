using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class AzureClusterIdentityReader : IKindReader
{
    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureClusterIdentity";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        // CAPZ declares resourceID and gives it no effect.
        spec?.Ignore("resourceID");
        spec?.Unsupported("certPath", "userAssignedIdentityCredentialsPath", "userAssignedIdentityCredentialsCloudType");
        var secret = spec?.Object("clientSecret");
        CheckSecretNamespace(secret, meta);
        var identity = new IdentitySpec
        {
            Name = meta.Name,
            Namespace = meta.Namespace,
            Type = ReadType(spec),
            TenantId = spec?.RequiredString("tenantID", at: "tenantId"),
            ClientId = spec?.RequiredString("clientID", at: "clientId"),
            SecretName = secret?.RequiredString("name", at: "secretName"),
            AllowedNamespaces = ReadAllowedNamespaces(spec),
        };
        return new AzureClusterIdentityManifest(meta, root.Context.Origins, identity);
    }

    private static IdentityType ReadType(ObjectReader? spec)
    {
        if (spec?.Require("type") != true || spec.Choice<IdentityType>("type") is not { } type)
        {
            return IdentityType.WorkloadIdentity;
        }

        if (type is IdentityType.UserAssignedIdentityCredential)
        {
            spec.Refuse("type", "UserAssignedIdentityCredential is not supported yet.", "Use WorkloadIdentity or ServicePrincipal.");
        }
        else if (type is IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal or IdentityType.ServicePrincipalCertificate)
        {
            _ = spec.Require("clientSecret");
        }

        return type;
    }

    private static void CheckSecretNamespace(ObjectReader? secret, ObjectMeta meta)
    {
        if (secret?.String("namespace") is { } space && space != meta.Namespace && !Sources.Unknown.IsIn(space))
        {
            secret.Refuse("namespace", "A secret in another namespace than the identity is not supported yet.", $"Write {meta.Namespace}, or remove the field.");
        }
    }

    // Absent: no namespace. {}: every one. Otherwise the list; an empty list matches nothing.
    private static IReadOnlyList<string>? ReadAllowedNamespaces(ObjectReader? spec)
    {
        if (spec?.Object("allowedNamespaces") is not { } allowed)
        {
            return null;
        }

        allowed.Unsupported("selector");
        var list = allowed.Strings("list");
        return list.Count > 0 || !allowed.Has("list") ? list : null;
    }
}
