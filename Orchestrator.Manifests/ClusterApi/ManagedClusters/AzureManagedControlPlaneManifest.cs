using System.Text.Json.Nodes;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>The typed control plane of an AKS cluster: its fields as an ARM body, and what is not the managed cluster's own.</summary>
internal sealed record AzureManagedControlPlaneManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public string? SubscriptionId { get; init; }

    public required string Location { get; init; }

    public string? ResourceGroup { get; init; }

    public string? Environment { get; init; }

    public ObjectReference? Identity { get; init; }

    public SortedDictionary<string, string> AdditionalTags { get; init; } = new(StringComparer.Ordinal);

    public string? Version { get; init; }

    public required JsonObject Body { get; init; }

    public NetworkDraft Network { get; init; } = new();

    public FleetMemberDraft? FleetMember { get; init; }

    public IReadOnlyList<ExtensionDraft> Extensions { get; init; } = [];
}
