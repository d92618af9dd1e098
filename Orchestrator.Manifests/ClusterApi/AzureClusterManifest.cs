using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record AzureClusterManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public string? SubscriptionId { get; init; }

    public required string Location { get; init; }

    public string? ResourceGroup { get; init; }

    public string? Environment { get; init; }

    public ObjectReference? Identity { get; init; }

    public SortedDictionary<string, string> AdditionalTags { get; init; } = new(StringComparer.Ordinal);

    public NetworkDraft Network { get; init; } = new();

    public string? EndpointHost { get; init; }

    public int? EndpointPort { get; init; }
}
