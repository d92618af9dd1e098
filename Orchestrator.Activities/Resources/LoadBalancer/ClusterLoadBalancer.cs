using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.LoadBalancer;

/// <summary>A load balancer of a cluster and its role tag.</summary>
internal sealed record ClusterLoadBalancer(LoadBalancerSpec Spec, string Role)
{
    public bool LeadsToApiServer => Role is ClusterTags.ApiServerRole or ClusterTags.ApiServerInternalRole;

    /// <summary>All load balancers of the cluster, the API server's first.</summary>
    public static IReadOnlyList<ClusterLoadBalancer> Of(NetworkSpec network) =>
    [
        .. new (LoadBalancerSpec? Spec, string Role)[]
        {
            (network.ApiServerLoadBalancer, ClusterTags.ApiServerRole),
            (network.ApiServerInternalLoadBalancer, ClusterTags.ApiServerInternalRole),
            (network.NodeOutboundLoadBalancer, ClusterTags.NodeOutboundRole),
            (network.ControlPlaneOutboundLoadBalancer, ClusterTags.ControlPlaneOutboundRole),
        }.Where(static b => b.Spec is not null).Select(static b => new ClusterLoadBalancer(b.Spec!, b.Role)),
    ];

    /// <summary>Those whose back-end pool the control plane's machines join.</summary>
    public static IEnumerable<LoadBalancerSpec> OfControlPlane(NetworkSpec network) =>
        Of(network).Where(static b => b.Role != ClusterTags.NodeOutboundRole).Select(static b => b.Spec);
}
