using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Load balancers of our own manifest: <c>apiServer</c>, <c>nodeOutbound</c>, <c>controlPlaneOutbound</c>.</summary>
internal static class NativeLoadBalancerReader
{
    public static LoadBalancerDraft ReadApiServer(ObjectReader balancer) => new()
    {
        Type = balancer.Choice<LoadBalancerType>("type"),
        IdleTimeoutInMinutes = balancer.Integer("idleTimeoutInMinutes"),
        Frontends = balancer.String("privateIP", at: "frontends[0].privateIPAddress") is { } address ? [new FrontendDraft(null, null, null, address)] : [],
        AvailabilityZones = balancer.Strings("zones", at: "availabilityZones"),
    };

    public static LoadBalancerDraft ReadOutbound(ObjectReader balancer) => new()
    {
        IdleTimeoutInMinutes = balancer.Integer("idleTimeoutInMinutes"),
        FrontendCount = balancer.Integer("addresses", at: "frontendIPsCount"),
        AvailabilityZones = balancer.Strings("zones", at: "availabilityZones"),
    };
}
