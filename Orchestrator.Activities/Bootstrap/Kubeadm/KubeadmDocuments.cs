using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.Kubeadm;

/// <summary>kubeadm's configuration documents for a cluster: what the manifest says, completed with what only the cluster's spec knows.</summary>
internal static class KubeadmDocuments
{
    public static JsonObject Cluster(ClusterSpec spec)
    {
        var network = spec.ClusterNetwork;
        var configuration = Copy(spec.ControlPlane.Kubeadm.ClusterConfiguration);
        configuration["clusterName"] ??= spec.Key.Name;
        configuration["kubernetesVersion"] = spec.ControlPlane.Version;
        configuration["controlPlaneEndpoint"] ??= Endpoint(spec);
        var networking = Child(configuration, "networking");
        networking["dnsDomain"] ??= network.ServiceDomain;
        SetList(networking, "podSubnet", network.PodCidrBlocks);
        SetList(networking, "serviceSubnet", network.ServiceCidrBlocks);
        return Dialect(spec.ControlPlane.Version).Cluster(configuration);
    }

    public static JsonObject Init(ClusterSpec spec)
    {
        var configuration = Copy(spec.ControlPlane.Kubeadm.InitConfiguration);
        Child(configuration, "localAPIEndpoint")["bindPort"] ??= spec.ClusterNetwork.ApiServerPort;
        return Dialect(spec.ControlPlane.Version).Init(configuration, ControlPlaneTimeout(spec));
    }

    public static JsonObject JoinControlPlane(ClusterSpec spec, JoinTicket ticket)
    {
        var configuration = WithDiscovery(spec, spec.ControlPlane.Kubeadm, ticket);
        Child(Child(configuration, "controlPlane"), "localAPIEndpoint")["bindPort"] ??= spec.ClusterNetwork.ApiServerPort;
        return Dialect(spec.ControlPlane.Version).Join(configuration, ControlPlaneTimeout(spec));
    }

    public static JsonObject JoinWorker(ClusterSpec spec, MachinePoolSpec pool, JoinTicket ticket)
    {
        var configuration = WithDiscovery(spec, pool.Kubeadm, ticket);

        // A worker that says controlPlane would become a second control plane.
        configuration.Remove("controlPlane");
        return Dialect(pool.Version).Join(configuration, null);
    }

    private static JsonObject WithDiscovery(ClusterSpec spec, KubeadmSpec kubeadm, JoinTicket ticket)
    {
        var configuration = Copy(kubeadm.JoinConfiguration);
        var discovery = Child(configuration, "discovery");
        if (discovery["file"] is null)
        {
            var token = Child(discovery, "bootstrapToken");
            token["apiServerEndpoint"] ??= Endpoint(spec);
            token["caCertHashes"] ??= new JsonArray(ticket.CaCertHash);
            token["token"] ??= ticket.Token;
        }

        return configuration;
    }

    private static JsonNode? ControlPlaneTimeout(ClusterSpec spec) =>
        spec.ControlPlane.Kubeadm.ClusterConfiguration?["apiServer"]?["timeoutForControlPlane"];

    private static KubeadmDialect Dialect(string version) => new(KubernetesVersion.Parse(version));

    private static string Endpoint(ClusterSpec spec) => ControlPlaneEndpoint.Of(spec).Authority;

    private static JsonObject Copy(JsonObject? source) => (JsonObject?)source?.DeepClone() ?? [];

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static void SetList(JsonObject parent, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            parent[name] ??= string.Join(',', values);
        }
    }
}
