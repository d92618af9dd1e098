using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.ClusterApi.Topology;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Native;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;
using Orchestrator.Manifests.Validation;
using Orchestrator.Manifests.Variables;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests;

/// <summary>Text in, specs out. Pure: no file, no network, no clock. It never throws for what the input says.</summary>
public static class ManifestReader
{
    /// <summary>Reads all files as one input and reports every problem of it at once.</summary>
    public static ManifestResult Read(ManifestInput input)
    {
        var sink = new DiagnosticSink();
        var objects = ReadObjects(input, sink);
        var identities = new IdentityDirectory(objects, input, sink);
        var drafts = new ClusterAssembly(objects, identities, sink).Assemble()
            .Concat(objects.All<KubernetesClusterManifest>().Select(m => (WithIdentity(m.Draft, m.Identity, m.Meta, identities), m.Origins)))
            .Concat(objects.All<ManagedClusterManifest>().Select(m => (WithIdentity(m.Draft, m.Identity, m.Meta, identities), m.Origins))).ToList();
        var clusters = new List<ClusterSpec>();
        var origins = new Dictionary<ClusterKey, SpecOrigins>();
        foreach (var (draft, origin) in drafts)
        {
            CheckUnique(draft, origin, origins, sink);
            var spec = ClusterDefaults.Apply(draft);
            ClusterValidation.Check(spec, new SpecReport(sink, origin));
            clusters.Add(spec);
        }

        objects.ReportUnreferenced();
        var found = objects.All<AzureClusterIdentityManifest>().Select(static i => i.Identity).ToList();
        var secrets = objects.All<SecretManifest>().Select(static s => new ManifestSecret(s.Meta.Namespace, s.Meta.Name, s.Data)).ToList();
        var namespaces = objects.All<NamespaceManifest>().Select(static n => new NamespaceSpec(n.Meta.Name, n.Meta.Labels)).ToList();
        if (clusters.Count + found.Count + secrets.Count + namespaces.Count == 0 && !sink.HasErrors)
        {
            sink.Error(ErrorCatalog.NothingToApply, at: null);
        }

        var diagnostics = sink.ToList(input.Files.Select(static f => f.Name));
        if (sink.HasErrors)
        {
            return new ManifestResult { Diagnostics = diagnostics };
        }

        return new ManifestResult
        {
            Clusters = [.. clusters.OrderBy(static c => c.Key.Namespace, StringComparer.Ordinal).ThenBy(static c => c.Key.Name, StringComparer.Ordinal)],
            Identities = found,
            Secrets = [.. secrets, .. drafts.SelectMany(static d => ProtectedSettings(d.Item1))],
            Namespaces = namespaces,
            Diagnostics = diagnostics,
            Origins = origins,
        };
    }

    /// <summary>The clusters that an input describes, as far as it can be read: their names are told even if something else is wrong.</summary>
    /// <returns>The clusters, and whether these are all: false when a text is not YAML or a name is not known.</returns>
    public static (IReadOnlyList<ClusterKey> Clusters, bool IsWhole) ListClusters(ManifestInput input)
    {
        var sink = new DiagnosticSink();
        var objects = ReadObjects(input, sink);
        var found = objects.All<ClusterManifest>().Select(static c => c.Meta).Concat(objects.All<KubernetesClusterManifest>().Select(static c => c.Meta))
            .Concat(objects.All<ManagedClusterManifest>().Select(static c => c.Meta)).ToList();
        var named = found.Where(static meta => !Unknown.IsIn(meta.Name) && !Unknown.IsIn(meta.Namespace)).ToList();
        var isText = sink.ToList(input.Files.Select(static f => f.Name)).All(static d => d.Code != ErrorCatalog.InvalidYaml.Code);
        return ([.. named.Select(static meta => new ClusterKey(meta.Namespace, meta.Name)).Distinct()], isText && named.Count == found.Count);
    }

    private static ManifestObjects ReadObjects(ManifestInput input, DiagnosticSink sink)
    {
        var (objects, readers) = (new ManifestObjects(sink), new KindReaders(sink));
        var documents = input.Files.SelectMany(file => ReadDocuments(file, input, sink)).ToList();
        foreach (var manifest in new ClusterTopologies(documents, sink).Expand().SelectMany(readers.Read))
        {
            objects.Add(manifest);
        }

        return objects;
    }

    private static List<ManifestDocument> ReadDocuments(ManifestFile file, ManifestInput input, DiagnosticSink sink)
    {
        var expander = new VariableExpander(new SourceText(file.Name, file.Content), input.Variables);
        var reader = new DocumentReader(expander.Expand(), sink);
        var documents = reader.Read().ToList();
        foreach (var problem in expander.Problems)
        {
            sink.Error(problem.Definition, reader.Index.Locate(problem.Offset), problem.Message, problem.Action);
        }

        return documents;
    }

    private static ClusterDraft WithIdentity(ClusterDraft draft, ObjectReference? identity, ObjectMeta meta, IdentityDirectory identities) => identity is { } reference
        ? draft with { Identity = identities.Find(reference.Namespace!, reference.Name, meta.Namespace, reference.Location) }
        : draft;

    /// <summary>Protected settings of VM extensions, under the cluster's own name, so that they go with it.</summary>
    private static IEnumerable<ManifestSecret> ProtectedSettings(ClusterDraft draft)
    {
        var data = draft.MachinePools.Select(static p => p.Machine).Append(draft.ControlPlane?.Machine).OfType<MachineDraft>()
            .SelectMany(static m => m.Extensions).Where(static e => e.ProtectedHash is not null)
            .DistinctBy(static e => e.ProtectedHash)
            .ToDictionary(static e => VmExtensionSpec.SecretName(e.ProtectedHash!), static e => e.ProtectedJson!, StringComparer.Ordinal);
        return data.Count == 0 ? [] : [new ManifestSecret(draft.Key.Namespace, draft.Key.Name, data)];
    }

    private static void CheckUnique(ClusterDraft draft, SpecOrigins origin, Dictionary<ClusterKey, SpecOrigins> origins, DiagnosticSink sink)
    {
        if (!origins.TryAdd(draft.Key, origin))
        {
            sink.Error(ErrorCatalog.DuplicateDocument, origin.Find("key.name"), $"Two documents describe the cluster {draft.Key}.", "Remove or rename one of them.");
        }
    }
}
