using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Defaults;

/// <summary>
/// Fills in what a draft leaves out. What is required and missing was reported by then; it becomes <see cref="Unknown.Text"/>,
/// about which the checks that follow say nothing.
/// </summary>
internal static class ClusterDefaults
{
    private const int ApiServerPort = 6443;

    public static ClusterSpec Apply(ClusterDraft draft)
    {
        var cluster = draft.Key.Name;
        var resourceGroup = draft.ResourceGroup ?? cluster;
        var subscription = draft.SubscriptionId ?? Unknown.Text;
        var location = draft.Location ?? Unknown.Text;
        var environment = draft.Environment ?? AzureClouds.Public;
        var port = draft.ApiServerPort ?? ApiServerPort;
        var loadBalancer = LoadBalancerDefaults.ApiServer(draft, subscription, resourceGroup);
        return new ClusterSpec
        {
            Key = draft.Key,
            SubscriptionId = subscription,
            Location = location,
            ResourceGroup = resourceGroup,
            Environment = environment,
            Identity = draft.Identity ?? UnknownIdentity(draft.Key),
            AdditionalTags = draft.AdditionalTags,
            Network = new NetworkSpec
            {
                VirtualNetwork = new VirtualNetworkSpec
                {
                    Name = draft.Network.VirtualNetworkName ?? ResourceNames.VirtualNetwork(cluster),
                    ResourceGroup = draft.Network.VirtualNetworkResourceGroup ?? resourceGroup,
                    CidrBlocks = draft.Network.VirtualNetworkCidrBlocks is { Count: > 0 } blocks ? blocks : ["10.0.0.0/8"],
                },
                Subnets = SubnetDefaults.Apply(cluster, draft.Network.Subnets, port),
                ApiServerLoadBalancer = loadBalancer,
                NodeOutboundLoadBalancer = draft.Network.NodeOutboundLoadBalancer is { } outbound ? LoadBalancerDefaults.NodeOutbound(cluster, outbound) : null,
            },
            ClusterNetwork = new ClusterNetworkSpec
            {
                PodCidrBlocks = draft.PodCidrBlocks,
                ServiceCidrBlocks = draft.ServiceCidrBlocks,
                ServiceDomain = draft.ServiceDomain ?? "cluster.local",
                ApiServerPort = port,
                ControlPlaneHost = draft.ControlPlaneHost ?? Host(loadBalancer, location, environment),
                ControlPlanePort = draft.ControlPlanePort ?? port,
            },
            ControlPlane = MachineDefaults.ControlPlane(draft.ControlPlane),
            MachinePools = [.. draft.MachinePools.Select(MachineDefaults.Pool)],
        };
    }

    private static string Host(LoadBalancerSpec loadBalancer, string location, string environment) =>
        loadBalancer.Frontends.FirstOrDefault()?.DnsLabel is { } label ? DnsLabel.Host(label, location, environment) : Unknown.Text;

    private static IdentitySpec UnknownIdentity(ClusterKey key) =>
        new() { Name = Unknown.Text, Namespace = key.Namespace, Type = IdentityType.WorkloadIdentity };
}
