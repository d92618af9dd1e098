using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

internal sealed class AzureManagedClusterReader : IKindReader
{
    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureManagedCluster";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        root.Object("spec")?.Ignore("controlPlaneEndpoint");
        return new AzureManagedClusterManifest(meta, root.Context.Origins);
    }
}
