using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record AzureMachinePoolManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public required string Location { get; init; }

    public required SourceLocation LocationLocation { get; init; }

    public MachineDraft? Machine { get; init; }

    public RollingUpdateSpec? Strategy { get; init; }

    public TimeSpan? NodeDrainTimeout { get; init; }

    public OrchestrationMode OrchestrationMode { get; init; }

    public int? PlatformFaultDomainCount { get; init; }

    public bool? ZoneBalance { get; init; }
}
