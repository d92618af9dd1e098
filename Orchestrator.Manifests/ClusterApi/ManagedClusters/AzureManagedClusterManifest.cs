using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>The typed infrastructure of an AKS cluster, which says nothing of its own.</summary>
internal sealed record AzureManagedClusterManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins);
