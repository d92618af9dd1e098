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
        if (draft.ManagedCluster is { } managed)
        {
            return ManagedClusterDefaults.Apply(draft, managed);
        }

        var cluster = draft.Key.Name;
        var resourceGroup = draft.ResourceGroup ?? cluster;
        var subscription = draft.SubscriptionId ?? Unknown.Text;
        var location = draft.Location ?? Unknown.Text;
        var environment = draft.Environment ?? AzureClouds.Public;
        var port = draft.ApiServerPort ?? ApiServerPort;
        var network = NetworkDefaults.Apply(draft, subscription, resourceGroup, port);
        return new ClusterSpec
        {
            Key = draft.Key,
            SubscriptionId = subscription,
            Location = location,
            ResourceGroup = resourceGroup,
            Environment = environment,
            Identity = draft.Identity ?? UnknownIdentity(draft.Key),
            AdditionalTags = draft.AdditionalTags,
            Network = network,
            ClusterNetwork = new ClusterNetworkSpec
            {
                PodCidrBlocks = draft.PodCidrBlocks,
                ServiceCidrBlocks = draft.ServiceCidrBlocks,
                ServiceDomain = draft.ServiceDomain ?? "cluster.local",
                ApiServerPort = port,
                ControlPlaneHost = draft.ControlPlaneHost ?? Host(network, location, environment),
                ControlPlanePort = draft.ControlPlanePort ?? port,
            },
            ControlPlane = MachineDefaults.ControlPlane(draft.ControlPlane, subscription),
            MachinePools = [.. draft.MachinePools.Select(pool => MachineDefaults.Pool(pool, subscription))],
            Roles = RoleDefaults.Apply(draft, subscription, resourceGroup),
            Backup = BackupDefaults.Apply(draft.Backup, draft.Key, subscription, resourceGroup),
            PruneAllowed = draft.PruneAllowed,
            Drift = draft.Drift,
            Labels = draft.Labels is { Count: > 0 } ? draft.Labels : null,
            Operations = draft.Operations,
        };
    }

    private static string Host(NetworkSpec network, string location, string environment) => network switch
    {
        { ApiServerLoadBalancer: { Type: LoadBalancerType.Internal }, PrivateDnsZone: { } zone } => $"{ResourceNames.ApiServerRecord}.{zone.Name}".ToLowerInvariant(),
        { ApiServerLoadBalancer.Frontends: [{ DnsLabel: { } label }, ..] } => DnsLabel.Host(label, location, environment),
        _ => Unknown.Text,
    };

    public static IdentitySpec UnknownIdentity(ClusterKey key) =>
        new() { Name = Unknown.Text, Namespace = key.Namespace, Type = IdentityType.WorkloadIdentity };
}
