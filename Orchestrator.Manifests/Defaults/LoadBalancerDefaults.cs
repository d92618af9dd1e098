using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;

namespace Orchestrator.Manifests.Defaults;

internal static class LoadBalancerDefaults
{
    private const int IdleTimeoutInMinutes = 4;
    private const string InternalAddress = "10.0.0.100";

    public static LoadBalancerSpec ApiServer(ClusterDraft cluster, string subscriptionId, string resourceGroup)
    {
        var draft = cluster.Network.ApiServerLoadBalancer ?? new LoadBalancerDraft();
        var (type, owner) = (draft.Type ?? LoadBalancerType.Public, cluster.Key.Name);
        var name = draft.Name ?? (type == LoadBalancerType.Public ? ResourceNames.PublicLoadBalancer(owner) : ResourceNames.InternalLoadBalancer(owner));
        IReadOnlyList<FrontendDraft> frontends = draft.Frontends.Count > 0 ? draft.Frontends : [new FrontendDraft(null, null, null, null)];
        return new LoadBalancerSpec
        {
            Name = name,
            Type = type,
            IdleTimeoutInMinutes = draft.IdleTimeoutInMinutes ?? IdleTimeoutInMinutes,
            Frontends = [.. frontends.Select(f => type == LoadBalancerType.Public ? Public(f) : Internal(f))],
            BackendPoolName = draft.BackendPoolName ?? ResourceNames.ApiServerBackendPool(name),
            AvailabilityZones = draft.AvailabilityZones,
        };

        FrontendIPSpec Public(FrontendDraft frontend)
        {
            var ip = frontend.PublicIPName ?? ResourceNames.ApiServerIP(owner);
            return new FrontendIPSpec
            {
                Name = frontend.Name ?? ResourceNames.Frontend(name),
                PublicIPName = ip,
                // CAPZ takes a whole FQDN here; Azure wants its first label.
                DnsLabel = frontend.DnsName?.Split('.')[0] ?? DnsLabel.For(owner, subscriptionId, resourceGroup, ip),
                PrivateIPAddress = frontend.PrivateIPAddress,
            };
        }

        FrontendIPSpec Internal(FrontendDraft frontend) => new()
        {
            Name = frontend.Name ?? ResourceNames.Frontend(name),
            PublicIPName = frontend.PublicIPName,
            PrivateIPAddress = frontend.PrivateIPAddress ?? InternalAddress,
        };
    }

    public static LoadBalancerSpec NodeOutbound(string cluster, LoadBalancerDraft draft)
    {
        var name = draft.Name ?? ResourceNames.NodeOutboundLoadBalancer(cluster);
        return new LoadBalancerSpec
        {
            Name = name,
            Type = draft.Type ?? LoadBalancerType.Public,
            IdleTimeoutInMinutes = draft.IdleTimeoutInMinutes ?? IdleTimeoutInMinutes,
            Frontends = draft.Frontends.Count > 0 ? [.. draft.Frontends.Select(Given)] : Generated(cluster, name, draft.FrontendCount ?? 1),
            BackendPoolName = draft.BackendPoolName ?? ResourceNames.OutboundBackendPool(name),
            AvailabilityZones = draft.AvailabilityZones,
        };
    }

    private static FrontendIPSpec Given(FrontendDraft frontend) => new()
    {
        Name = frontend.Name ?? Sources.Unknown.Text,
        PublicIPName = frontend.PublicIPName,
        DnsLabel = frontend.DnsName?.Split('.')[0],
        PrivateIPAddress = frontend.PrivateIPAddress,
    };

    // The count is checked later; here it must only not exhaust the memory.
    private static IReadOnlyList<FrontendIPSpec> Generated(string cluster, string loadBalancer, int count) =>
    [
        .. Enumerable.Range(1, Math.Clamp(count, 0, 17)).Select(i => (int?)(count > 1 ? i : null)).Select(i => new FrontendIPSpec
        {
            Name = ResourceNames.Frontend(loadBalancer, i),
            PublicIPName = ResourceNames.NodeOutboundIP(cluster, i),
        }),
    ];
}
