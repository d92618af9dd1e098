using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.ClusterApi.ManagedClusters;
using Orchestrator.Manifests.Native;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests;

/// <summary>Finds the reader of each document by apiVersion and kind.</summary>
internal sealed class KindReaders(DiagnosticSink sink)
{
    private static readonly IKindReader[] Readers =
    [
        new KubernetesClusterReader(), new ClusterReader(), new AzureClusterReader(), new KubeadmControlPlaneReader(), new AzureMachineTemplateReader(),
        new MachinePoolReader(), new AzureMachinePoolReader(), new KubeadmConfigReader(), new AzureClusterIdentityReader(), new SecretReader(), new NamespaceReader(),
        new ManagedClusterReader(), new AzureManagedControlPlaneReader(), new AzureManagedClusterReader(), new AzureManagedMachinePoolReader(),
        .. OperatorResourcesReader.All,
    ];

    /// <summary>The objects of a document: none when it is empty or broken, several when it is a List.</summary>
    public IEnumerable<ManifestObject> Read(ManifestDocument document)
    {
        if (document.Root is ScalarNode { Kind: ScalarKind.Null })
        {
            return [];
        }

        var context = new ReadContext(document, sink, takesPlainScalarsAsText: false);
        if (Values.Mapping(document.Root, context, document.RootPath) is not { } root)
        {
            return [];
        }

        return Header(root, "kind") == "List" ? ReadList(document, root) : ReadObject(document, root, context);
    }

    private IEnumerable<ManifestObject> ReadList(ManifestDocument document, MappingNode list) =>
        list.Find("items")?.Value is SequenceNode items
            ? [.. items.Items.SelectMany((item, i) => Read(document with { Root = item, RootPath = $"$.items[{i}]" }))]
            : [];

    private IEnumerable<ManifestObject> ReadObject(ManifestDocument document, MappingNode root, ReadContext context)
    {
        var header = new ObjectReader(root, context, document.RootPath);
        if (!(header.Require("apiVersion") & header.Require("kind")))
        {
            return [];
        }

        var (apiVersion, kind) = (header.String("apiVersion"), header.String("kind"));
        if (apiVersion is null || kind is null || Find(header, apiVersion, kind) is not { } reader)
        {
            return [];
        }

        var own = new ReadContext(document, sink, takesPlainScalarsAsText: reader is KubernetesClusterReader or ManagedClusterReader) { HidesValues = reader is SecretReader };
        var fields = new ObjectReader(root, own, document.RootPath);
        fields.Ignore("apiVersion", "kind");
        var manifest = reader.Read(fields, ObjectMeta.Read(fields, kind));
        fields.Finish();
        return [manifest];
    }

    private IKindReader? Find(ObjectReader header, string apiVersion, string kind)
    {
        var (group, version) = apiVersion.Split('/') is [var g, var v] ? (g, v) : (string.Empty, apiVersion);
        var reader = Array.Find(Readers, r => r.Kind == kind && r.ApiGroup == group);
        if (reader is not null && reader.ApiVersion == version)
        {
            return reader;
        }

        if (reader is not null)
        {
            sink.Error(
                ErrorCatalog.UnknownKind, header.Locate("apiVersion"), $"The version \"{version}\" of {kind} is not known.",
                $"Write {FullVersion(reader)}, with the fields of that version.");
        }
        else if (ApiGroups.UnsupportedKinds.Contains(kind, StringComparer.Ordinal))
        {
            sink.Error(ErrorCatalog.UnsupportedFeature, header.Locate("kind"), $"The kind {kind} is not supported yet.", Instead(kind));
        }
        else
        {
            var nearest = Array.Find(Readers, r => r.Kind == kind) ?? Array.Find(Readers, r => r.Kind == Suggestion.Nearest(kind, Readers.Select(static k => k.Kind)));
            var advice = nearest is null
                ? $"Remove the document; known kinds: {string.Join(", ", Readers.Select(static r => r.Kind).Order(StringComparer.Ordinal))}."
                : $"Write apiVersion {FullVersion(nearest)} and kind {nearest.Kind}, or remove the document.";
            sink.Error(ErrorCatalog.UnknownKind, header.Locate("kind"), $"{apiVersion} {kind} is not known.", advice);
        }

        return null;
    }

    private static string FullVersion(IKindReader reader) => reader.ApiGroup.Length == 0 ? reader.ApiVersion : $"{reader.ApiGroup}/{reader.ApiVersion}";

    private static string Instead(string kind) => kind switch
    {
        "MachineDeployment" or "MachineSet" or "Machine" or "AzureMachine" => "Use a MachinePool with an AzureMachinePool.",
        "KubeadmConfigTemplate" => "Use a KubeadmConfig, to which a MachinePool refers.",
        _ => "Remove the document.",
    };

    private static string? Header(MappingNode root, string name) => (root.Find(name)?.Value as ScalarNode)?.Value;
}
