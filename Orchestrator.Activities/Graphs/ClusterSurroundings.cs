using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.BlobContainer;
using Orchestrator.Activities.Resources.LoadBalancer;
using Orchestrator.Activities.Resources.VirtualNetworkPeering;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Graphs;

/// <summary>What Azure has around a cluster and which of it is ours. Pure, once read.</summary>
public sealed record ClusterSurroundings(ClusterSpec Spec, ClusterInventory Inventory, IReadOnlySet<string> Recorded)
{
    /// <summary>Ours by tag or by record; a child without tags also with its parent.</summary>
    public bool IsOurs(string id)
    {
        if (Recorded.Contains(id) || (Inventory.Find(id) is { } resource && ClusterTags.AreOwned(Spec, resource)))
        {
            return true;
        }

        return ResourceOwnership.Holders(id, Inventory.Find(id)).Any(holder => Inventory.Find(holder) is { } read && ClusterTags.AreOwned(Spec, read));
    }

    public Borrowed Borrowed
    {
        get
        {
            var network = ClusterResourceIds.VirtualNetwork(Spec);
            var borrowsNetwork = IsBorrowed(network);
            return new Borrowed
            {
                ResourceGroups = Groups.Where(IsBorrowed).Select(ResourceId.NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase),
                VirtualNetwork = borrowsNetwork,
                Subnets = Spec.Network.Subnets.Select(static s => s.Name)
                    .Where(name => borrowsNetwork && IsBorrowed(ClusterResourceIds.Subnet(Spec, name)))
                    .ToHashSet(StringComparer.OrdinalIgnoreCase),
                Resources = Joinable.Where(IsBorrowed).ToHashSet(StringComparer.OrdinalIgnoreCase),
            };
        }
    }

    public IReadOnlySet<string> DisconnectedPeerings => Inventory.OfType(ArmTypes.VirtualNetworkPeering)
        .Where(static p => (string?)p.Resource["properties"]?["peeringState"] == VirtualNetworkPeeringDefinition.Disconnected)
        .Select(static p => p.Id)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The cluster's resource group, and the network's and the backups' where those are others.</summary>
    public IReadOnlyList<string> Groups => GroupsOf(Spec);

    public static IReadOnlyList<string> GroupsOf(ClusterSpec spec) =>
    [
        .. new[] { ClusterResourceIds.ResourceGroup(spec), ClusterResourceIds.NetworkResourceGroup(spec) }
            .Concat(spec.Backup is null ? [] : [ClusterResourceIds.BackupResourceGroup(spec)])
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Containers of ours that Azure lets nobody delete, and why.</summary>
    public IReadOnlyList<(string Id, string Reason)> Retained =>
    [
        .. Inventory.OfType(ArmTypes.BlobContainer).Where(c => IsOurs(c.Id))
            .Select(static c => (c.Id, Reason: BlobContainerDefinition.Retention(c.Resource)!)).Where(static c => c.Reason is not null),
    ];

    /// <summary>The resource is, holds or belongs to the account of a container that stays: it stays with it. Roles on it do not.</summary>
    public static bool StaysWith(string container, string id)
    {
        var account = ResourceId.ParentOf(container)!;
        return ResourceId.Same(id, account) || ResourceId.Holds(id, account) || (ResourceId.Holds(account, id) && ResourceId.TypeOf(id) != ArmTypes.RoleAssignment);
    }

    /// <summary>Groups of ours that exist.</summary>
    public IReadOnlyList<string> OwnedGroups => [.. Groups.Where(g => Inventory.Find(g) is not null && IsOurs(g))];

    /// <summary>Ids of everything of ours that exists, and of role assignments, which no list of a group shows.</summary>
    public IReadOnlyList<string> OwnedResources =>
    [
        .. Inventory.All.Select(static r => r.Id).Where(IsOurs),
        .. Recorded.Where(static id => string.Equals(ResourceId.TypeOf(id), ArmTypes.RoleAssignment, StringComparison.OrdinalIgnoreCase)),
    ];

    /// <summary>What serves the cluster whoever made it.</summary>
    private IEnumerable<string> Joinable
    {
        get
        {
            var peerings = Spec.Network.VirtualNetwork.Peerings;
            foreach (var peering in peerings)
            {
                yield return ClusterResourceIds.ForwardPeering(Spec, peering);
                yield return ClusterResourceIds.ReversePeering(Spec, peering);
            }

            // In a group of ours everything is ours, and goes with it.
            foreach (var name in IsBorrowed(ClusterResourceIds.ResourceGroup(Spec)) ? PublicIPNames : [])
            {
                yield return ClusterResourceIds.PublicIPAddress(Spec, name);
            }

            if (Spec.Network.PrivateDnsZone is not null)
            {
                yield return ClusterResourceIds.PrivateDnsZone(Spec);
                foreach (var network in peerings.Select(static p => p.RemoteVirtualNetworkId).Prepend(ClusterResourceIds.VirtualNetwork(Spec)))
                {
                    yield return ClusterResourceIds.PrivateDnsZoneLink(Spec, network);
                }
            }
        }
    }

    /// <summary>What was recorded as ours and was not seen: gone, or so new that a query does not show it yet.</summary>
    public IEnumerable<string> Unseen => Recorded.Where(id => ResourceId.GroupIdOf(id) is not null && Inventory.Find(id) is null && !IsChildOfOurs(id));

    private IEnumerable<string> PublicIPNames =>
    [
        .. ClusterLoadBalancer.Of(Spec.Network).SelectMany(static balancer => balancer.Spec.Frontends).Select(static frontend => frontend.PublicIPName).OfType<string>(),
        .. Spec.Network.Subnets.Select(static subnet => subnet.NatGateway).OfType<NatGatewaySpec>().Where(static gateway => gateway.BorrowedId is null).Select(static gateway => gateway.PublicIPName),
        .. Spec.Network.Bastion is { } bastion ? new[] { bastion.PublicIPName } : [],
    ];

    /// <summary>As <see cref="Unseen"/>, by the resources that have to be read to know; what lies in a group of ours goes with it anyway.</summary>
    public IReadOnlyList<string> UnseenInBorrowedGroups =>
    [
        .. Unseen.Where(id => !OwnedGroups.Any(group => ResourceId.Holds(group, id)) && !Inventory.IsConfirmed(id))
            .Select(ClusterInventory.Holder).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Ids of the control plane's machines and their interfaces, seen or recorded.</summary>
    public IEnumerable<string> ControlPlaneResources =>
        Inventory.All.Select(static r => r.Id).Where(IsOurs).Concat(Recorded)
            .Where(static id => ResourceId.TypeOf(id) is ArmTypes.VirtualMachine or ArmTypes.NetworkInterface);

    /// <summary>A child that its parent of ours, which was seen, does not have: it comes and goes with it.</summary>
    private bool IsChildOfOurs(string id) => ResourceId.ParentOf(id) is { } parent && Inventory.Find(parent) is not null && IsOurs(parent);

    private bool IsBorrowed(string id) => Inventory.Find(id) is not null && !IsOurs(id);
}
