using Orchestrator.Contracts.Drift;
using Orchestrator.Manifests.Drift;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Namespace and name of a document. Labels and annotations are checked and, but for those that steer a controller, mean nothing to us.</summary>
internal sealed record ObjectMeta(string Kind, string Namespace, string Name, SourceLocation Location, SourceLocation NameLocation)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The cluster may be deleted when it leaves its source.</summary>
    public bool PruneAllowed { get; init; }

    /// <summary>How the cluster is watched for drift, as annotations say; null: they do not.</summary>
    public DriftSpec? Drift { get; init; }

    /// <summary>What annotations say of operations; null: nothing.</summary>
    public OperationPolicySpec? Operations { get; init; }

    /// <summary>Begins annotations that name an HTTP header for the writes of an AKS cluster or pool.</summary>
    public const string HeaderAnnotation = "infrastructure.cluster.x-k8s.io/custom-header-";

    private const string PruneAnnotation = "orchestrator/prune";
    private static readonly string[] ClusterKinds = ["Cluster", "KubernetesCluster", "ManagedCluster"];

    // What they ask for would be silently left undone.
    private static readonly string[] SteeringAnnotations =
    [
        "cluster.x-k8s.io/managed-by", "cluster.x-k8s.io/paused", "cluster.x-k8s.io/replicas-managed-by",
        "sigs.k8s.io/cluster-api-provider-azure-adopt", "runtime", "windowsServerVersion",
    ];

    public static ObjectMeta Read(ObjectReader root, string kind)
    {
        if (root.RequiredObject("metadata") is not { } metadata)
        {
            return new ObjectMeta(kind, "default", Sources.Unknown.Text, root.Location, root.Location);
        }

        metadata.Ignore(
            "generateName", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
            "finalizers", "ownerReferences", "managedFields", "selfLink");
        var labels = metadata.StringMap("labels");
        var annotations = metadata.StringMap("annotations");
        if (annotations.Keys.FirstOrDefault(static key => SteeringAnnotations.Contains(key, StringComparer.Ordinal)) is { } steering)
        {
            metadata.Refuse("annotations", $"The annotation {steering} is not supported yet.", "Remove the annotation.");
        }

        return new ObjectMeta(
            kind, metadata.String("namespace") ?? "default", metadata.RequiredString("name"), root.Location, metadata.Locate("name"))
        {
            Labels = labels,
            Annotations = annotations,
            PruneAllowed = ReadPrune(metadata, annotations, kind),
            Drift = ReadDrift(metadata, annotations, kind),
            Operations = OperationAnnotations.Read(metadata, annotations, ClusterKinds.Contains(kind, StringComparer.Ordinal) ? null : kind),
        };
    }

    private static DriftSpec? ReadDrift(ObjectReader metadata, SortedDictionary<string, string> annotations, string kind)
    {
        if (ClusterKinds.Contains(kind, StringComparer.Ordinal))
        {
            return DriftReader.Read(metadata, annotations);
        }

        if (annotations.Keys.FirstOrDefault(static key => DriftReader.Names.Contains(key, StringComparer.Ordinal)) is { } stray)
        {
            metadata.Invalid("annotations", $"The annotation {stray} means nothing on a {kind}.", $"Write it on the {string.Join(" or ", ClusterKinds)}.");
        }

        return null;
    }

    private static bool ReadPrune(ObjectReader metadata, SortedDictionary<string, string> annotations, string kind)
    {
        if (!annotations.TryGetValue(PruneAnnotation, out var value) || Sources.Unknown.IsIn(value))
        {
            return false;
        }

        if (!ClusterKinds.Contains(kind, StringComparer.Ordinal))
        {
            metadata.Invalid("annotations", $"The annotation {PruneAnnotation} means nothing on a {kind}.", $"Write it on the {string.Join(" or ", ClusterKinds)}.");
        }
        else if (value != "enabled")
        {
            metadata.Invalid("annotations", $"The annotation {PruneAnnotation} is \"{value}\".", "Write \"enabled\", or remove the annotation: then nothing is pruned.");
        }

        return value == "enabled";
    }

    /// <summary>The labels and annotations of a template's own metadata.</summary>
    public static void ReadTemplate(ObjectReader? owner)
    {
        if (owner?.Object("metadata") is { } metadata)
        {
            _ = metadata.StringMap("labels");
            _ = metadata.StringMap("annotations");
        }
    }

    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
