using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.ClusterApi;
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
            .Concat(objects.All<KubernetesClusterManifest>().Select(m => (WithIdentity(m, identities), m.Origins))).ToList();
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
        var found = objects.All<ClusterManifest>().Select(static c => c.Meta).Concat(objects.All<KubernetesClusterManifest>().Select(static c => c.Meta)).ToList();
        var named = found.Where(static meta => !Unknown.IsIn(meta.Name) && !Unknown.IsIn(meta.Namespace)).ToList();
        var isText = sink.ToList(input.Files.Select(static f => f.Name)).All(static d => d.Code != ErrorCatalog.InvalidYaml.Code);
        return ([.. named.Select(static meta => new ClusterKey(meta.Namespace, meta.Name)).Distinct()], isText && named.Count == found.Count);
    }

    private static ManifestObjects ReadObjects(ManifestInput input, DiagnosticSink sink)
    {
        var objects = new ManifestObjects(sink);
        var readers = new KindReaders(sink);
        foreach (var file in input.Files)
        {
            var expander = new VariableExpander(new SourceText(file.Name, file.Content), input.Variables);
            var documents = new DocumentReader(expander.Expand(), sink);
            foreach (var manifest in documents.Read().SelectMany(readers.Read))
            {
                objects.Add(manifest);
            }

            foreach (var problem in expander.Problems)
            {
                sink.Error(problem.Definition, documents.Index.Locate(problem.Offset), problem.Message, problem.Action);
            }
        }

        return objects;
    }

    private static ClusterDraft WithIdentity(KubernetesClusterManifest manifest, IdentityDirectory identities) => manifest.Identity is { } reference
        ? manifest.Draft with { Identity = identities.Find(reference.Namespace!, reference.Name, manifest.Meta.Namespace, reference.Location) }
        : manifest.Draft;

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
