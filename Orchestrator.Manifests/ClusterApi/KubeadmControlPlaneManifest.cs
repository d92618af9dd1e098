using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record KubeadmControlPlaneManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    public int? Replicas { get; init; }

    public required string Version { get; init; }

    public ObjectReference? Infrastructure { get; init; }

    public KubeadmSpec Kubeadm { get; init; } = new();
}
