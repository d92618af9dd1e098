using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>A document that was read by itself; <c>Origins</c> are relative to the part of the spec that it describes.</summary>
internal abstract record ManifestObject(ObjectMeta Meta, SpecOrigins Origins);
