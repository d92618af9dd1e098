using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record KubeadmConfigManifest(ObjectMeta Meta, SpecOrigins Origins, KubeadmSpec Kubeadm) : ManifestObject(Meta, Origins);
