using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources;

/// <summary>The ARM ids of a cluster's resources, and which of them a machine joins.</summary>
public static class ClusterResourceIds
{
    public static string ResourceGroup(ClusterSpec spec) => ResourceId.ResourceGroup(spec.SubscriptionId, spec.ResourceGroup);

    /// <summary>Where the virtual network is, and with it the security groups and route tables of its subnets.</summary>
    public static string NetworkResourceGroup(ClusterSpec spec) => ResourceId.ResourceGroup(spec.SubscriptionId, spec.Network.VirtualNetwork.ResourceGroup);

    public static string VirtualNetwork(ClusterSpec spec) => InNetworkGroup(spec, ArmTypes.VirtualNetwork, spec.Network.VirtualNetwork.Name);

    public static string Subnet(ClusterSpec spec, string name) => $"{VirtualNetwork(spec)}/subnets/{name}";

    public static string NetworkSecurityGroup(ClusterSpec spec, SecurityGroupSpec group) =>
        group.BorrowedId ?? InNetworkGroup(spec, ArmTypes.NetworkSecurityGroup, group.Name);

    /// <summary>Of a subnet that has one.</summary>
    public static string RouteTable(ClusterSpec spec, SubnetSpec subnet) => subnet.BorrowedRouteTableId ?? InNetworkGroup(spec, ArmTypes.RouteTable, subnet.RouteTable!);

    /// <summary>The peering in the cluster's network.</summary>
    public static string ForwardPeering(ClusterSpec spec, VirtualNetworkPeeringSpec peering) =>
        $"{VirtualNetwork(spec)}/virtualNetworkPeerings/{spec.Network.VirtualNetwork.Name}-To-{ResourceId.NameOf(peering.RemoteVirtualNetworkId)}";

    /// <summary>The peering in the remote network.</summary>
    public static string ReversePeering(ClusterSpec spec, VirtualNetworkPeeringSpec peering) =>
        $"{peering.RemoteVirtualNetworkId}/virtualNetworkPeerings/{ResourceId.NameOf(peering.RemoteVirtualNetworkId)}-To-{spec.Network.VirtualNetwork.Name}";

    public static string Bastion(ClusterSpec spec, BastionSpec bastion) => InGroup(spec, ArmTypes.BastionHost, bastion.Name);

    public static string PrivateEndpoint(ClusterSpec spec, PrivateEndpointSpec endpoint) => InGroup(spec, ArmTypes.PrivateEndpoint, endpoint.Name);

    public static string PrivateDnsZoneGroup(ClusterSpec spec, PrivateEndpointSpec endpoint) => $"{PrivateEndpoint(spec, endpoint)}/privateDnsZoneGroups/default";

    /// <summary>Of a cluster that has one.</summary>
    public static string PrivateDnsZone(ClusterSpec spec)
    {
        var zone = spec.Network.PrivateDnsZone!;
        return ResourceId.Of(zone.SubscriptionId, zone.ResourceGroup, ArmTypes.PrivateDnsZone, zone.Name);
    }

    public static string PrivateDnsZoneLink(ClusterSpec spec, string virtualNetworkId) => $"{PrivateDnsZone(spec)}/virtualNetworkLinks/{ResourceId.NameOf(virtualNetworkId)}-link";

    public static string ApiServerRecord(ClusterSpec spec) => $"{PrivateDnsZone(spec)}/A/apiserver";

    public static string PublicIPAddress(ClusterSpec spec, string name) => InGroup(spec, ArmTypes.PublicIPAddress, name);

    public static string NatGateway(ClusterSpec spec, NatGatewaySpec gateway) => gateway.BorrowedId ?? InGroup(spec, ArmTypes.NatGateway, gateway.Name);

    public static string LoadBalancer(ClusterSpec spec, string name) => InGroup(spec, ArmTypes.LoadBalancer, name);

    public static string BackendPool(ClusterSpec spec, LoadBalancerSpec balancer) =>
        $"{LoadBalancer(spec, balancer.Name)}/backendAddressPools/{balancer.BackendPoolName}";

    public static string Frontend(ClusterSpec spec, LoadBalancerSpec balancer, FrontendIPSpec frontend) =>
        $"{LoadBalancer(spec, balancer.Name)}/frontendIPConfigurations/{frontend.Name}";

    public static string Probe(ClusterSpec spec, LoadBalancerSpec balancer, string name) => $"{LoadBalancer(spec, balancer.Name)}/probes/{name}";

    /// <summary>Way to a control-plane machine's SSH port; named for the machine.</summary>
    public static string InboundNatRule(ClusterSpec spec, string machine) =>
        $"{LoadBalancer(spec, spec.Network.ApiServerLoadBalancer.Name)}/inboundNatRules/{machine}";

    /// <summary>A control-plane machine's interfaces, the primary one first.</summary>
    public static IReadOnlyList<string> NetworkInterfaces(ClusterSpec spec, string machine) => spec.ControlPlane.Machine.SecondaryInterfaces.Count == 0
        ? [InGroup(spec, ArmTypes.NetworkInterface, $"{machine}-nic")]
        : [.. Enumerable.Range(0, spec.ControlPlane.Machine.SecondaryInterfaces.Count + 1).Select(i => InGroup(spec, ArmTypes.NetworkInterface, $"{machine}-nic-{i}"))];

    public static string NetworkInterface(ClusterSpec spec, string machine) => NetworkInterfaces(spec, machine)[0];

    public static string VirtualMachineExtension(ClusterSpec spec, string machine, string extension) => $"{VirtualMachine(spec, machine)}/extensions/{extension}";

    public static string VirtualMachine(ClusterSpec spec, string machine) => InGroup(spec, ArmTypes.VirtualMachine, machine);

    /// <summary>The control plane's, where the location has no zones.</summary>
    public static string AvailabilitySet(ClusterSpec spec) => InGroup(spec, ArmTypes.AvailabilitySet, $"{spec.Key.Name}_control-plane-as");

    public static string OsDisk(ClusterSpec spec, string machine) => InGroup(spec, ArmTypes.Disk, $"{machine}_OSDisk");

    public static string DataDisk(ClusterSpec spec, string machine, DataDiskSpec disk) => InGroup(spec, ArmTypes.Disk, $"{machine}_{disk.NameSuffix}");

    public static string VirtualMachineScaleSet(ClusterSpec spec, string pool) => InGroup(spec, ArmTypes.VirtualMachineScaleSet, pool);

    /// <summary>Of a cluster that has a backup store, as the four that follow.</summary>
    public static string BackupResourceGroup(ClusterSpec spec) => ResourceId.ResourceGroup(spec.SubscriptionId, spec.Backup!.ResourceGroup);

    public static string StorageAccount(ClusterSpec spec) => ResourceId.Of(spec.SubscriptionId, spec.Backup!.ResourceGroup, ArmTypes.StorageAccount, spec.Backup.StorageAccount);

    public static string BlobContainer(ClusterSpec spec) => $"{StorageAccount(spec)}/blobServices/default/containers/{spec.Backup!.Container}";

    public static string ImmutabilityPolicy(ClusterSpec spec) => $"{BlobContainer(spec)}/immutabilityPolicies/default";

    public static string ManagementPolicy(ClusterSpec spec) => $"{StorageAccount(spec)}/managementPolicies/default";

    /// <summary>Where the role is written; assignments name it by the id of its spec.</summary>
    public static string RoleDefinition(CustomRoleSpec role) => $"{role.Scope}/providers/{ArmTypes.RoleDefinition}/{ResourceId.NameOf(role.DefinitionId)}";

    /// <summary>The subnet of the control plane's machines.</summary>
    public static SubnetSpec ControlPlaneSubnet(ClusterSpec spec) => SubnetOf(spec, spec.ControlPlane.Machine, SubnetRole.ControlPlane);

    public static SubnetSpec PoolSubnet(ClusterSpec spec, MachinePoolSpec pool) => SubnetOf(spec, pool.Machine, SubnetRole.Node);

    private static SubnetSpec SubnetOf(ClusterSpec spec, MachineSpec machine, SubnetRole role)
    {
        var subnets = spec.Network.Subnets;
        return machine.SubnetName is { } name
            ? subnets.First(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase))
            : subnets.FirstOrDefault(s => s.Role == role) ?? subnets.First(static s => s.Role == SubnetRole.Cluster);
    }

    private static string InGroup(ClusterSpec spec, string type, string name) => ResourceId.Of(spec.SubscriptionId, spec.ResourceGroup, type, name);

    private static string InNetworkGroup(ClusterSpec spec, string type, string name) =>
        ResourceId.Of(spec.SubscriptionId, spec.Network.VirtualNetwork.ResourceGroup, type, name);
}
