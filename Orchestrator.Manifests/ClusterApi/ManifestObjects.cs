using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.ClusterApi.ManagedClusters;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>All documents of the input by kind, namespace and name; knows which of them something refers to.</summary>
internal sealed class ManifestObjects(DiagnosticSink sink)
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), ManifestObject> objects = [];
    private readonly HashSet<ManifestObject> referenced = new(ReferenceEqualityComparer.Instance);

    public void Add(ManifestObject manifest)
    {
        var meta = manifest.Meta;
        if (Unknown.Text == meta.Name || objects.TryAdd((meta.Kind, meta.Namespace, meta.Name), manifest))
        {
            return;
        }

        var first = objects[(meta.Kind, meta.Namespace, meta.Name)];
        var place = $"{first.Meta.Location.File}:{first.Meta.Location.Line}";
        if (first is AzureClusterIdentityManifest one && manifest is AzureClusterIdentityManifest other && IdentityEquality.Same(one.Identity, other.Identity))
        {
            sink.Warning(ErrorCatalog.DuplicateDocument, meta.NameLocation, $"{meta} stands in {place} already, with the same content.", "Remove one of them.");
            return;
        }

        sink.Error(ErrorCatalog.DuplicateDocument, meta.NameLocation, $"{meta} stands in {place} already.", "Remove or rename one of them.");
    }

    public IEnumerable<T> All<T>()
        where T : ManifestObject =>
        objects.Values.OfType<T>().OrderBy(static o => o.Meta.Namespace, StringComparer.Ordinal).ThenBy(static o => o.Meta.Name, StringComparer.Ordinal);

    public bool Contains(string kind, string space, string name) => objects.ContainsKey((kind, space, name));

    /// <summary>The document that a reference from <paramref name="owner"/> names; null after a report when it is not there.</summary>
    public T? Resolve<T>(ObjectReference? reference, ManifestObject owner)
        where T : ManifestObject
    {
        if (reference is null)
        {
            return null;
        }

        var space = reference.Namespace ?? owner.Meta.Namespace;
        if (objects.GetValueOrDefault((reference.Kind, space, reference.Name)) is T found)
        {
            referenced.Add(found);
            return found;
        }

        var candidates = objects.Values.OfType<T>().Where(o => o.Meta.Namespace == space).ToList();
        Broken(reference.Kind, space, reference.Name, reference.Location, candidates.Select(static c => c.Meta.Name));
        return StandIn(reference.Name, candidates);
    }

    // The document that was probably meant: what else is wrong with it is found in the same reading.
    private T? StandIn<T>(string name, List<T> candidates)
        where T : ManifestObject
    {
        var nearest = Suggestion.Nearest(name, candidates.Select(static c => c.Meta.Name));
        var meant = candidates.Count == 1 ? candidates[0] : candidates.Find(c => c.Meta.Name == nearest);
        if (meant is not null)
        {
            referenced.Add(meant);
        }

        return meant;
    }

    public void Broken(string kind, string space, string name, SourceLocation at, IEnumerable<string> candidates)
    {
        var names = candidates.Where(static c => !Unknown.IsIn(c)).Order(StringComparer.Ordinal).ToList();
        var advice = Suggestion.Nearest(name, names) is { } nearest ? $"Write '{nearest}', or add the {kind}." : $"Add the {kind}, or correct the name.";
        sink.Error(ErrorCatalog.BrokenReference, at, $"There is no {kind} '{name}' in namespace '{space}'.", advice);
    }

    /// <summary>Says which documents have no effect because nothing refers to them.</summary>
    public void ReportUnreferenced()
    {
        foreach (var idle in objects.Values.Where(o => NeedsReference(o) && !referenced.Contains(o)))
        {
            sink.Warning(ErrorCatalog.BrokenReference, idle.Meta.NameLocation, $"Nothing refers to {idle.Meta}: it has no effect.", "Remove it, or refer to it.");
        }
    }

    private static bool NeedsReference(ManifestObject manifest) => manifest
        is AzureClusterManifest or KubeadmControlPlaneManifest or AzureMachineTemplateManifest or AzureMachinePoolManifest or KubeadmConfigManifest
        or AzureManagedControlPlaneManifest or AzureManagedClusterManifest or AzureManagedMachinePoolManifest or OperatorResourcesManifest;
}
