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

    private bool Allows(IdentitySpec identity, string space)
    {
        var described = objects.All<NamespaceManifest>().Select(static n => new NamespaceSpec(n.Meta.Name, n.Meta.Labels))
            .Concat(input.KnownNamespaces).FirstOrDefault(n => n.Name == space);
        return identity.AllowedNamespaces?.Contains(space, NamespaceSpec.LabelsOf(space, described)) == true;
    }
}
