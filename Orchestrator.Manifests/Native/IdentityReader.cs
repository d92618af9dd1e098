using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>The cluster's identity: described in place (<c>type</c>, <c>tenantId</c>, <c>clientId</c>) an
/// AzureClusterIdentity by <c>name</c>, or, where nothing is said, the orchestrator's own.</summary>
internal static class IdentityReader
{
    private const string Own = "orchestrator";

    public static (IdentitySpec? Identity, ObjectReference? Reference) Read(ObjectReader spec, ObjectMeta meta)
    {
        if (spec.Object("identity") is not { } identity)
        {
            return (spec.Has("identity") ? null : new IdentitySpec { Name = Own, Namespace = meta.Namespace, Type = IdentityType.None }, null);
        }

        var (name, space) = (identity.String("name"), identity.String("namespace"));
        if (name is not null && !identity.Has("type"))
        {
            return (null, new ObjectReference("AzureClusterIdentity", space ?? meta.Namespace, name, identity.Locate("name")));
        }

        var type = identity.Require("type") ? identity.Choice<IdentityType>("type") ?? IdentityType.WorkloadIdentity : IdentityType.WorkloadIdentity;
        if (type is IdentityType.UserAssignedIdentityCredential)
        {
            identity.Refuse("type", "UserAssignedIdentityCredential is not supported yet.", "Use WorkloadIdentity or ServicePrincipal.");
        }

        var needsSecret = type is IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal or IdentityType.ServicePrincipalCertificate;
        var described = new IdentitySpec
        {
            Name = name ?? $"{meta.Name}-identity",
            Namespace = space ?? meta.Namespace,
            Type = type,
            TenantId = type is IdentityType.None ? identity.String("tenantId") : identity.RequiredString("tenantId"),
            ClientId = type is IdentityType.None ? null : identity.RequiredString("clientId"),
            SecretName = needsSecret ? identity.RequiredString("secretName") : identity.String("secretName"),
            SecretNamespace = identity.String("secretNamespace"),
            AllowedNamespaces = AllowedNamespaces.All,
        };
        return (described, null);
    }
}
