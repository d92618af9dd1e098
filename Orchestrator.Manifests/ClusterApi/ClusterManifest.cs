using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record ClusterManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public IReadOnlyList<string> PodCidrBlocks { get; init; } = [];

    public IReadOnlyList<string> ServiceCidrBlocks { get; init; } = [];

    public string? ServiceDomain { get; init; }

    public int? ApiServerPort { get; init; }

    public string? EndpointHost { get; init; }

    public int? EndpointPort { get; init; }

    public ObjectReference? ControlPlane { get; init; }

    public ObjectReference? Infrastructure { get; init; }
}
