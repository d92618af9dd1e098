using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>The identities of the input and of earlier applies, and who may use them.</summary>
internal sealed class IdentityDirectory(ManifestObjects objects, ManifestInput input, DiagnosticSink sink)
{
    /// <summary>The identity that a cluster in <paramref name="clusterNamespace"/> refers to; null after a report.</summary>
    public IdentitySpec? Find(string space, string name, string clusterNamespace, SourceLocation at)
    {
        var written = objects.All<AzureClusterIdentityManifest>().Select(static i => i.Identity).ToList();
        var identity = written.Concat(input.KnownIdentities).FirstOrDefault(i => i.Namespace == space && i.Name == name);
        if (identity is null)
        {
            objects.Broken(
                "AzureClusterIdentity", space, name, at,
                written.Concat(input.KnownIdentities).Where(i => i.Namespace == space).Select(static i => i.Name).Distinct(StringComparer.Ordinal));
            return null;
        }

        if (!Allows(identity, clusterNamespace))
        {
            sink.Error(
                ErrorCatalog.BrokenReference, at, $"The identity '{name}' is not for clusters in namespace '{clusterNamespace}'.",
                $"Add '{clusterNamespace}' to its allowedNamespaces.list, or give that Namespace labels that its selector matches; {{}} allows every namespace, no field allows none.");
        }

        return identity;
    }

    /// <summary>
    /// The subscription and identity in a Secret as Azure Service Operator has it. Where the input lacks the Secret, the variable AZURE_SUBSCRIPTION_ID names the
    /// subscription and the orchestrator acts as itself. Null after a report.
    /// </summary>
    public (string Subscription, IdentitySpec Identity)? OfOperator(string space, string name, SourceLocation at)
    {
        if (objects.All<SecretManifest>().FirstOrDefault(s => s.Meta.Namespace == space && s.Meta.Name == name) is { } secret)
        {
            return OfSecret(secret);
        }

        if (input.Variables.TryGetValue("AZURE_SUBSCRIPTION_ID", out var subscription) && subscription.Length > 0)
        {
            return (subscription, new IdentitySpec { Name = "orchestrator", Namespace = space, Type = IdentityType.None });
        }

        sink.Error(
            ErrorCatalog.BrokenReference, at, $"The credential '{name}' is a Secret that the input does not hold.",
            $"Add the Secret '{name}' with AZURE_SUBSCRIPTION_ID, AZURE_TENANT_ID and AZURE_CLIENT_ID, or set the variable AZURE_SUBSCRIPTION_ID to use the orchestrator's own identity.");
        return null;
    }

    private (string Subscription, IdentitySpec Identity)? OfSecret(SecretManifest secret)
    {
        var missing = ((string[])["AZURE_SUBSCRIPTION_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_ID"]).Where(key => !secret.Data.ContainsKey(key)).ToList();
        if (missing.Count > 0)
        {
            sink.Error(
                ErrorCatalog.MissingField, secret.Meta.NameLocation, $"The secret '{secret.Meta.Name}' has no {string.Join(", ", missing)}.", "Add it, as Azure Service Operator's documentation says.");
            return null;
        }

        var hasSecret = secret.Data.ContainsKey("AZURE_CLIENT_SECRET");
        return (secret.Data["AZURE_SUBSCRIPTION_ID"], new IdentitySpec
        {
            Name = secret.Meta.Name,
            Namespace = secret.Meta.Namespace,
            Type = hasSecret ? IdentityType.ServicePrincipal : IdentityType.WorkloadIdentity,
            TenantId = secret.Data["AZURE_TENANT_ID"],
            ClientId = secret.Data["AZURE_CLIENT_ID"],
            SecretName = hasSecret ? secret.Meta.Name : null,
            AllowedNamespaces = AllowedNamespaces.All,
        });
    }

    private bool Allows(IdentitySpec identity, string space)
    {
        var described = objects.All<NamespaceManifest>().Select(static n => new NamespaceSpec(n.Meta.Name, n.Meta.Labels))
            .Concat(input.KnownNamespaces).FirstOrDefault(n => n.Name == space);
        return identity.AllowedNamespaces?.Contains(space, NamespaceSpec.LabelsOf(space, described)) == true;
    }
}
