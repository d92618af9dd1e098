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
        var identity = new IdentitySpec
        {
            Name = meta.Name,
            Namespace = meta.Namespace,
            Type = ReadType(spec),
            TenantId = spec?.RequiredString("tenantID", at: "tenantId"),
            ClientId = spec?.RequiredString("clientID", at: "clientId"),
            SecretName = secret?.RequiredString("name", at: "secretName"),
            SecretNamespace = secret?.String("namespace"),
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

        if (type is IdentityType.None)
        {
            spec.Invalid("type", "CAPZ has no identity of the type None.", "Write WorkloadIdentity or ServicePrincipal; a KubernetesCluster may use the type None.");
        }
        else if (type is IdentityType.UserAssignedIdentityCredential)
        {
            spec.Refuse("type", "UserAssignedIdentityCredential is not supported yet.", "Use WorkloadIdentity or ServicePrincipal.");
        }
        else if (type is IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal or IdentityType.ServicePrincipalCertificate)
        {
            _ = spec.Require("clientSecret");
        }

        return type;
    }

    // Absent: no namespace. {}: every one. Otherwise the list and the selector; empty ones match nothing.
    private static AllowedNamespaces? ReadAllowedNamespaces(ObjectReader? spec) => spec?.Object("allowedNamespaces") is not { } allowed
        ? null
        : new AllowedNamespaces
        {
            List = allowed.Has("list") ? allowed.Strings("list") : null,
            Selector = allowed.Object("selector") is { } selector ? LabelSelectorReader.Read(selector) : null,
        };
}
