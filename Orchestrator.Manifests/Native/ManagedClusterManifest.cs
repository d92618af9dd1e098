using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Our own manifest of an AKS cluster. <c>Identity</c> is set when it refers to an identity by name instead of describing one.</summary>
internal sealed record ManagedClusterManifest(ObjectMeta Meta, SpecOrigins Origins, ClusterDraft Draft, ObjectReference? Identity) : ManifestObject(Meta, Origins);
