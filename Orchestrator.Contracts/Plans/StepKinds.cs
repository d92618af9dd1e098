namespace Orchestrator.Contracts.Plans;

/// <summary>The kinds of steps. An activity is named verb + kind.</summary>
public static class StepKinds
{
    public const string ResourceGroup = nameof(ResourceGroup);
    public const string VirtualNetwork = nameof(VirtualNetwork);
    public const string Subnet = nameof(Subnet);
    public const string NetworkSecurityGroup = nameof(NetworkSecurityGroup);
    public const string RouteTable = nameof(RouteTable);
    public const string PublicIPAddress = nameof(PublicIPAddress);
    public const string NatGateway = nameof(NatGateway);
    public const string LoadBalancer = nameof(LoadBalancer);
    public const string InboundNatRule = nameof(InboundNatRule);
    public const string NetworkInterface = nameof(NetworkInterface);
    public const string BastionHost = nameof(BastionHost);
    public const string VirtualNetworkPeering = nameof(VirtualNetworkPeering);
    public const string PrivateEndpoint = nameof(PrivateEndpoint);
    public const string PrivateDnsZoneGroup = nameof(PrivateDnsZoneGroup);
    public const string PrivateDnsZone = nameof(PrivateDnsZone);
    public const string PrivateDnsZoneLink = nameof(PrivateDnsZoneLink);
    public const string PrivateDnsRecord = nameof(PrivateDnsRecord);
    public const string ApplicationSecurityGroup = nameof(ApplicationSecurityGroup);
    public const string DdosProtectionPlan = nameof(DdosProtectionPlan);
    public const string PublicIPPrefix = nameof(PublicIPPrefix);
    public const string VirtualMachine = nameof(VirtualMachine);
    public const string VirtualMachineExtension = nameof(VirtualMachineExtension);
    public const string AvailabilitySet = nameof(AvailabilitySet);
    public const string Disk = nameof(Disk);
    public const string VirtualMachineScaleSet = nameof(VirtualMachineScaleSet);
    public const string UserAssignedIdentity = nameof(UserAssignedIdentity);
    public const string RoleAssignment = nameof(RoleAssignment);
    public const string RoleDefinition = nameof(RoleDefinition);
    public const string StorageAccount = nameof(StorageAccount);
    public const string BlobContainer = nameof(BlobContainer);
    public const string ImmutabilityPolicy = nameof(ImmutabilityPolicy);
    public const string ManagementPolicy = nameof(ManagementPolicy);

    public const string ManagedCluster = nameof(ManagedCluster);
    public const string AgentPool = nameof(AgentPool);
    public const string MaintenanceConfiguration = nameof(MaintenanceConfiguration);
    public const string FleetMember = nameof(FleetMember);

    /// <summary>An extension of a Kubernetes cluster (Microsoft.KubernetesConfiguration), not of a machine.</summary>
    public const string ClusterExtension = nameof(ClusterExtension);

    /// <summary>Whether an AKS cluster runs or is stopped.</summary>
    public const string ManagedClusterPower = nameof(ManagedClusterPower);

    /// <summary>A pool's move to the newest node image.</summary>
    public const string NodeImage = nameof(NodeImage);

    /// <summary>The look, after an AKS cluster is gone, at what Azure may have left of it.</summary>
    public const string NodeResourceGroup = nameof(NodeResourceGroup);

    /// <summary>The giving up of a resource group that stays with what others have in it.</summary>
    public const string ForeignResources = nameof(ForeignResources);

    /// <summary>Sub-orchestrations over machines.</summary>
    public const string ControlPlane = nameof(ControlPlane);
    public const string MachinePool = nameof(MachinePool);

    /// <summary>The wait, shown as a step, until a machine's node is Ready.</summary>
    public const string Node = nameof(Node);
}
