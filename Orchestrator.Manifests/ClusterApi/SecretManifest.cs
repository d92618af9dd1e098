using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record SecretManifest(ObjectMeta Meta, SpecOrigins Origins, SortedDictionary<string, string> Data) : ManifestObject(Meta, Origins);
