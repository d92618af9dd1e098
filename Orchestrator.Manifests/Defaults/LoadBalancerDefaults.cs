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
        IReadOnlyList<FrontendDraft> frontends = [.. draft.Frontends.Where(f => type == LoadBalancerType.Internal || !IsPrivate(f))];
        frontends = frontends.Count > 0 ? frontends : [new FrontendDraft(null, null, null, null)];
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
                PublicIPTags = frontend.PublicIPTags,
            };
        }

        FrontendIPSpec Internal(FrontendDraft frontend) => new()
        {
            Name = frontend.Name ?? ResourceNames.Frontend(name),
            PublicIPName = frontend.PublicIPName,
            PrivateIPAddress = frontend.PrivateIPAddress ?? InternalAddress,
        };
    }

    /// <summary>A public load balancer has no private front end: one that the manifest gives it stands on a load balancer of its own.</summary>
    public static LoadBalancerSpec? ApiServerInternal(LoadBalancerDraft? draft, LoadBalancerSpec apiServer)
    {
        var frontends = draft?.Frontends.Where(IsPrivate).ToList();
        return apiServer.Type == LoadBalancerType.Internal || frontends is not { Count: > 0 }
            ? null
            : apiServer with
            {
                Name = ResourceNames.ApiServerInternalLoadBalancer(apiServer.Name),
                Type = LoadBalancerType.Internal,
                Frontends = [.. frontends.Select(f => Given(f with { Name = f.Name ?? ResourceNames.InternalFrontend(apiServer.Name) }))],
                BackendPoolName = ResourceNames.ApiServerInternalBackendPool(apiServer.BackendPoolName),
            };
    }

    public static LoadBalancerSpec Outbound(LoadBalancerDraft draft, string defaultName, Func<int?, string> addressName)
    {
        var name = draft.Name ?? defaultName;
        return new LoadBalancerSpec
        {
            Name = name,
            Type = draft.Type ?? LoadBalancerType.Public,
            IdleTimeoutInMinutes = draft.IdleTimeoutInMinutes ?? IdleTimeoutInMinutes,
            Frontends = draft.Frontends.Count > 0 ? [.. draft.Frontends.Select(Given)] : Generated(name, draft.FrontendCount ?? 1, addressName),
            BackendPoolName = draft.BackendPoolName ?? ResourceNames.OutboundBackendPool(name),
            AvailabilityZones = draft.AvailabilityZones,
        };
    }

    private static bool IsPrivate(FrontendDraft frontend) => frontend is { PrivateIPAddress: not null, PublicIPName: null };

    private static FrontendIPSpec Given(FrontendDraft frontend) => new()
    {
        Name = frontend.Name ?? Sources.Unknown.Text,
        PublicIPName = frontend.PublicIPName,
        DnsLabel = frontend.DnsName?.Split('.')[0],
        PrivateIPAddress = frontend.PrivateIPAddress,
        PublicIPTags = frontend.PublicIPTags,
    };

    // The count is checked later; here it must only not exhaust the memory.
    private static IReadOnlyList<FrontendIPSpec> Generated(string loadBalancer, int count, Func<int?, string> addressName) =>
    [
        .. Enumerable.Range(1, Math.Clamp(count, 0, 17)).Select(i => (int?)(count > 1 ? i : null)).Select(i => new FrontendIPSpec
        {
            Name = ResourceNames.Frontend(loadBalancer, i),
            PublicIPName = addressName(i),
        }),
    ];
}
