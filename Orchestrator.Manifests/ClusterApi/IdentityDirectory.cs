using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>The identities of the input and of earlier applies, and who may use them.</summary>
internal sealed class IdentityDirectory(ManifestObjects objects, IReadOnlyList<IdentitySpec> known, DiagnosticSink sink)
{
    /// <summary>The identity that a cluster in <paramref name="clusterNamespace"/> refers to; null after a report.</summary>
    public IdentitySpec? Find(string space, string name, string clusterNamespace, SourceLocation at)
    {
        var written = objects.All<AzureClusterIdentityManifest>().Select(static i => i.Identity).ToList();
        var identity = written.Concat(known).FirstOrDefault(i => i.Namespace == space && i.Name == name);
        if (identity is null)
        {
            objects.Broken(
                "AzureClusterIdentity", space, name, at,
                written.Concat(known).Where(i => i.Namespace == space).Select(static i => i.Name).Distinct(StringComparer.Ordinal));
            return null;
        }

        if (!Allows(identity, clusterNamespace))
        {
            sink.Error(
                ErrorCatalog.BrokenReference, at, $"The identity '{name}' is not for clusters in namespace '{clusterNamespace}'.",
                $"Add '{clusterNamespace}' to its allowedNamespaces.list; {{}} allows every namespace, no field allows none.");
        }

        return identity;
    }

    private static bool Allows(IdentitySpec identity, string space) =>
        identity.AllowedNamespaces is { } list && (list.Count == 0 || list.Contains(space, StringComparer.Ordinal));
}
