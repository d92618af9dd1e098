using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed record AzureClusterIdentityManifest(ObjectMeta Meta, SpecOrigins Origins, IdentitySpec Identity) : ManifestObject(Meta, Origins);
