using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record NamespaceManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins);
