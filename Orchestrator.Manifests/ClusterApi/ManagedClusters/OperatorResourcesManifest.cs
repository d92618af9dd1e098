using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>An AzureASOManagedControlPlane, -Cluster or -MachinePool: resources of Azure Service Operator as they are written.</summary>
internal sealed record OperatorResourcesManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public string? Version { get; init; }

    public IReadOnlyList<OperatorResource> Resources { get; init; } = [];
}
