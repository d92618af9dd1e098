namespace Orchestrator.Activities.Azure;

/// <summary>The ARM types that we use and the api-version in which we speak to each: one place, so that bodies and versions stay together.</summary>
public static class ArmTypes
{
    public const string ResourceGroup = "Microsoft.Resources/resourceGroups";
    public const string VirtualNetwork = "Microsoft.Network/virtualNetworks";
    public const string Subnet = "Microsoft.Network/virtualNetworks/subnets";
    public const string NetworkSecurityGroup = "Microsoft.Network/networkSecurityGroups";
    public const string RouteTable = "Microsoft.Network/routeTables";
    public const string PublicIPAddress = "Microsoft.Network/publicIPAddresses";
    public const string NatGateway = "Microsoft.Network/natGateways";
    public const string LoadBalancer = "Microsoft.Network/loadBalancers";
    public const string InboundNatRule = "Microsoft.Network/loadBalancers/inboundNatRules";
    public const string NetworkInterface = "Microsoft.Network/networkInterfaces";
    public const string BastionHost = "Microsoft.Network/bastionHosts";
    public const string VirtualNetworkPeering = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";
    public const string PrivateEndpoint = "Microsoft.Network/privateEndpoints";
    public const string PrivateDnsZoneGroup = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups";
    public const string PrivateDnsZone = "Microsoft.Network/privateDnsZones";
    public const string PrivateDnsZoneLink = "Microsoft.Network/privateDnsZones/virtualNetworkLinks";
    public const string PrivateDnsARecord = "Microsoft.Network/privateDnsZones/A";
    public const string ApplicationSecurityGroup = "Microsoft.Network/applicationSecurityGroups";
    public const string DdosProtectionPlan = "Microsoft.Network/ddosProtectionPlans";
    public const string PublicIPPrefix = "Microsoft.Network/publicIPPrefixes";
    public const string VirtualMachine = "Microsoft.Compute/virtualMachines";
    public const string VirtualMachineExtension = "Microsoft.Compute/virtualMachines/extensions";
    public const string AvailabilitySet = "Microsoft.Compute/availabilitySets";
    public const string Disk = "Microsoft.Compute/disks";
    public const string VirtualMachineScaleSet = "Microsoft.Compute/virtualMachineScaleSets";
    public const string ScaleSetInstance = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines";
    public const string Sku = "Microsoft.Compute/skus";
    public const string Usage = "Microsoft.Compute/locations/usages";
    public const string Image = "Microsoft.Compute/images";
    public const string GalleryImageVersion = "Microsoft.Compute/galleries/images/versions";
    public const string CommunityGalleryImageVersion = "Microsoft.Compute/locations/communityGalleries/images/versions";
    public const string SharedGalleryImageVersion = "Microsoft.Compute/locations/sharedGalleries/images/versions";
    public const string MarketplaceImageVersion = "Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions";
    public const string UserAssignedIdentity = "Microsoft.ManagedIdentity/userAssignedIdentities";
    public const string RoleAssignment = "Microsoft.Authorization/roleAssignments";
    public const string RoleDefinition = "Microsoft.Authorization/roleDefinitions";
    public const string Permission = "Microsoft.Authorization/permissions";
    public const string StorageAccount = "Microsoft.Storage/storageAccounts";
    public const string BlobContainer = "Microsoft.Storage/storageAccounts/blobServices/containers";
    public const string ImmutabilityPolicy = "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies";
    public const string ManagementPolicy = "Microsoft.Storage/storageAccounts/managementPolicies";
    public const string ManagedCluster = "Microsoft.ContainerService/managedClusters";
    public const string AgentPool = "Microsoft.ContainerService/managedClusters/agentPools";
    public const string AgentPoolMachine = "Microsoft.ContainerService/managedClusters/agentPools/machines";
    public const string MaintenanceConfiguration = "Microsoft.ContainerService/managedClusters/maintenanceConfigurations";
    public const string KubernetesVersions = "Microsoft.ContainerService/locations/kubernetesVersions";
    public const string Fleet = "Microsoft.ContainerService/fleets";
    public const string FleetMember = "Microsoft.ContainerService/fleets/members";
    public const string ClusterExtension = "Microsoft.KubernetesConfiguration/extensions";
    public const string SystemTopic = "Microsoft.EventGrid/systemTopics";
    public const string EventSubscription = "Microsoft.EventGrid/systemTopics/eventSubscriptions";

    public const string ResourceGraph = "Microsoft.ResourceGraph/resources";

    private const string Network = "2024-03-01";
    private const string PrivateDns = "2024-06-01";
    private const string Compute = "2024-07-01";
    private const string Storage = "2023-05-01";
    private const string ContainerService = "2024-09-01";
    private const string Fleets = "2024-04-01";
    private const string Galleries = "2023-07-03";

    private static readonly Dictionary<string, string> ApiVersions = new(StringComparer.OrdinalIgnoreCase)
    {
        [ResourceGroup] = "2024-07-01",
        [VirtualNetwork] = Network,
        [Subnet] = Network,
        [NetworkSecurityGroup] = Network,
        [RouteTable] = Network,
        [PublicIPAddress] = Network,
        [NatGateway] = Network,
        [LoadBalancer] = Network,
        [InboundNatRule] = Network,
        [NetworkInterface] = Network,
        [BastionHost] = Network,
        [VirtualNetworkPeering] = Network,
        [PrivateEndpoint] = Network,
        [PrivateDnsZoneGroup] = Network,
        [PrivateDnsZone] = PrivateDns,
        [PrivateDnsZoneLink] = PrivateDns,
        [PrivateDnsARecord] = PrivateDns,
        [ApplicationSecurityGroup] = Network,
        [DdosProtectionPlan] = Network,
        [PublicIPPrefix] = Network,
        [VirtualMachine] = Compute,
        [VirtualMachineExtension] = Compute,
        [AvailabilitySet] = Compute,
        [Disk] = "2024-03-02",
        [VirtualMachineScaleSet] = Compute,
        [ScaleSetInstance] = Compute,
        [Sku] = "2021-07-01",
        [Usage] = Compute,
        [Image] = Compute,
        [GalleryImageVersion] = Galleries,
        [CommunityGalleryImageVersion] = Galleries,
        [SharedGalleryImageVersion] = Galleries,
        [MarketplaceImageVersion] = Compute,
        [UserAssignedIdentity] = "2023-01-31",
        [RoleAssignment] = "2022-04-01",
        [RoleDefinition] = "2022-04-01",
        [Permission] = "2022-04-01",
        [StorageAccount] = Storage,
        [BlobContainer] = Storage,
        [ImmutabilityPolicy] = Storage,
        [ManagementPolicy] = Storage,
        [ManagedCluster] = ContainerService,
        [AgentPool] = ContainerService,
        [AgentPoolMachine] = ContainerService,
        [MaintenanceConfiguration] = ContainerService,
        [KubernetesVersions] = ContainerService,
        [Fleet] = Fleets,
        [FleetMember] = Fleets,
        [ClusterExtension] = "2023-05-01",
        [SystemTopic] = "2022-06-15",
        [EventSubscription] = "2022-06-15",
        [ResourceGraph] = "2024-04-01",
    };

    private static readonly Dictionary<string, string> Casing = ApiVersions.Keys.ToDictionary(static type => type, StringComparer.OrdinalIgnoreCase);

    /// <summary>PUTs of these declare <c>If-None-Match</c>; Microsoft.Network's and the rest do not, though they return etags.</summary>
    private static readonly HashSet<string> IfNoneMatch = new(StringComparer.OrdinalIgnoreCase) { VirtualMachine, VirtualMachineScaleSet };

    /// <summary>All types by name.</summary>
    public static IReadOnlyCollection<string> All => ApiVersions.Keys;

    /// <summary>A type in the casing that we use.</summary>
    public static string Canonical(string type) => Casing.GetValueOrDefault(type, type);

    public static bool TakesIfNoneMatch(string type) => IfNoneMatch.Contains(type);

    public static string ApiVersionOf(string type) => ApiVersions[type];
}
