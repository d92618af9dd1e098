using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// What cloud-provider-azure makes for services of a cluster, by the names and tags that it gives. It knows the cluster by its own name or, where nobody set one, as "kubernetes".
/// </summary>
internal static class WorkloadResources
{
    private const string StandardName = "kubernetes";
    private const string Internal = "-internal";
    private const string VolumeTag = "kubernetes.io-created-for-pv-name";
    private static readonly string[] ServiceTags = ["k8s-azure-service", "service", "k8s-azure-owner-service"];
    private static readonly string[] ClusterTags = ["k8s-azure-cluster-name", "kubernetes-cluster-name"];
    private static readonly string[] DiskNames = ["pvc-", "kubernetes-dynamic-pvc-"];

    /// <summary>Whether it serves a service of the cluster and nothing else.</summary>
    public static bool AreServices(ClusterSpec spec, string id, JsonObject resource)
    {
        var (name, tags) = (ResourceId.NameOf(id), resource["tags"] as JsonObject ?? []);
        string[] clusters = [spec.Key.Name, StandardName];
        return ResourceId.TypeOf(id).ToUpperInvariant() switch
        {
            "MICROSOFT.NETWORK/LOADBALANCERS" => clusters.Any(cluster => Same(name, cluster) || Same(name, cluster + Internal)),

            // An address that a user brings for a service bears the service's tag too, but not such a name.
            "MICROSOFT.NETWORK/PUBLICIPADDRESSES" => BearsService(tags)
                && clusters.Any(cluster => ClusterTags.Any(tag => Same((string?)tags[tag], cluster)) && name.StartsWith($"{cluster}-", StringComparison.OrdinalIgnoreCase)),
            "MICROSOFT.NETWORK/PRIVATELINKSERVICES" => BearsService(tags) && clusters.Any(cluster => ClusterTags.Any(tag => Same((string?)tags[tag], cluster))),
            _ => false,
        };
    }

    /// <summary>Whether a disk was made for a persistent volume of some cluster.</summary>
    public static bool IsVolume(string id, JsonObject resource) => ResourceId.TypeOf(id) == ArmTypes.Disk
        && ((resource["tags"] as JsonObject)?.ContainsKey(VolumeTag) == true || DiskNames.Any(prefix => ResourceId.NameOf(id).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    private static bool BearsService(JsonObject tags) => ServiceTags.Any(tag => (string?)tags[tag] is { Length: > 0 });

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
