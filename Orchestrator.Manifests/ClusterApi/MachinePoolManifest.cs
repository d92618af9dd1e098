using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record MachinePoolManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public required string ClusterName { get; init; }

    public required SourceLocation ClusterNameLocation { get; init; }

    public int? Replicas { get; init; }

    public string? Version { get; init; }

    public ObjectReference? Bootstrap { get; init; }

    public ObjectReference? Infrastructure { get; init; }

    public IReadOnlyList<string> FailureDomains { get; init; } = [];

    public TimeSpan? NodeDrainTimeout { get; init; }
}
