using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class ClusterReader : IKindReader
{
    private static readonly (string, string)[] ControlPlanes =
    [
        ("KubeadmControlPlane", ApiGroups.ControlPlane), ("AzureManagedControlPlane", ApiGroups.Infrastructure), ("AzureASOManagedControlPlane", ApiGroups.Infrastructure),
    ];

    private static readonly (string, string)[] Infrastructures =
    [
        ("AzureCluster", ApiGroups.Infrastructure), ("AzureManagedCluster", ApiGroups.Infrastructure), ("AzureASOManagedCluster", ApiGroups.Infrastructure),
    ];

    public string ApiGroup => ApiGroups.Core;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "Cluster";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        spec?.Unsupported("paused", "topology", "availabilityGates");
        var network = spec?.Object("clusterNetwork");
        var endpoint = spec?.Object("controlPlaneEndpoint", at: "clusterNetwork.endpoint");
        // A cluster by class names neither; that it is unsupported was said.
        var byClass = spec?.Names.Contains("topology", StringComparer.Ordinal) == true;
        return new ClusterManifest(meta, root.Context.Origins)
        {
            PodCidrBlocks = network?.Object("pods", at: string.Empty)?.Strings("cidrBlocks", at: "podCidrBlocks") ?? [],
            ServiceCidrBlocks = network?.Object("services", at: string.Empty)?.Strings("cidrBlocks", at: "serviceCidrBlocks") ?? [],
            ServiceDomain = network?.String("serviceDomain"),
            ApiServerPort = network?.Integer("apiServerPort"),
            EndpointHost = NullIfEmpty(endpoint?.String("host")),
            EndpointPort = endpoint?.Integer("port") is { } port and not 0 ? port : null,
            ControlPlane = byClass ? null : ObjectReference.Read(spec, "controlPlaneRef", ControlPlanes),
            Infrastructure = byClass ? null : ObjectReference.Read(spec, "infrastructureRef", Infrastructures),
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
