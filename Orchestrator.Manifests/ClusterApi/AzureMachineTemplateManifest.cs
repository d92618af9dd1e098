using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record AzureMachineTemplateManifest(ObjectMeta Meta, SpecOrigins Origins, MachineDraft? Machine) : ManifestObject(Meta, Origins);
