using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>One resource type with what it needs first.</summary>
internal sealed record ResourceTypeCase(string Type, string Path, JsonObject Body, params (string Path, JsonObject Body)[] Needs)
{
    private const string Network = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Subnet = $"{Network}/subnets/nodes";
    private const string Address = $"{AzureTestBed.Network}/publicIPAddresses/pip";
    private const string Balancer = $"{AzureTestBed.Network}/loadBalancers/lb";
    private const string Hub = $"{AzureTestBed.Network}/virtualNetworks/hub";
    private const string BastionSubnet = $"{Network}/subnets/AzureBastionSubnet";
    private const string Identity = $"{AzureTestBed.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id";
    private const string Account = $"{AzureTestBed.Group}/providers/Microsoft.Storage/storageAccounts/account";
    private const string Container = $"{Account}/blobServices/default/containers/backup";
    private const string Topic = $"{AzureTestBed.Group}/providers/Microsoft.EventGrid/systemTopics/topic";
    private const string Cluster = $"{AzureTestBed.Group}/providers/Microsoft.ContainerService/managedClusters/aks";
    private const string Fleet = $"{AzureTestBed.Group}/providers/Microsoft.ContainerService/fleets/fleet";
    private const string Gallery = $"{AzureTestBed.Compute}/galleries/gallery";
    private const string Zone = $"{AzureTestBed.Network}/privateDnsZones/c1.capz.io";
    private const string Endpoint = $"{AzureTestBed.Network}/privateEndpoints/pe";
    private const string Card = $"{AzureTestBed.Network}/networkInterfaces/nic";

    public static IReadOnlyDictionary<string, ResourceTypeCase> All { get; } = new ResourceTypeCase[]
    {
        new("Microsoft.Network/virtualNetworks", Network, ArmBodies.Network()),
        new("Microsoft.Network/virtualNetworks/subnets", Subnet, ArmBodies.Subnet(), (Network, ArmBodies.Network())),
        new("Microsoft.Network/networkSecurityGroups", $"{AzureTestBed.Network}/networkSecurityGroups/nsg", ArmBodies.SecurityGroup()),
        new("Microsoft.Network/networkSecurityGroups/securityRules", $"{AzureTestBed.Network}/networkSecurityGroups/nsg/securityRules/web", ArmBodies.Json(new { properties = new { protocol = "Tcp", direction = "Inbound", access = "Allow", priority = 300, sourceAddressPrefix = "*", sourcePortRange = "*", destinationAddressPrefix = "*", destinationPortRange = "80" } }), ($"{AzureTestBed.Network}/networkSecurityGroups/nsg", ArmBodies.SecurityGroup())),
        new("Microsoft.Network/routeTables", $"{AzureTestBed.Network}/routeTables/rt", ArmBodies.Located(new { })),
        new("Microsoft.Network/routeTables/routes", $"{AzureTestBed.Network}/routeTables/rt/routes/r1", ArmBodies.Json(new { properties = new { addressPrefix = "10.9.0.0/16", nextHopType = "VnetLocal" } }), ($"{AzureTestBed.Network}/routeTables/rt", ArmBodies.Located(new { }))),
        new("Microsoft.Network/publicIPAddresses", Address, ArmBodies.PublicAddress("label-one")),
        new("Microsoft.Network/natGateways", $"{AzureTestBed.Network}/natGateways/nat", ArmBodies.NatGateway(Address), (Address, ArmBodies.PublicAddress())),
        new("Microsoft.Network/loadBalancers", Balancer, ArmBodies.LoadBalancer(Balancer, Address), (Address, ArmBodies.PublicAddress())),
        new("Microsoft.Network/loadBalancers/inboundNatRules", $"{Balancer}/inboundNatRules/vm-0", ArmBodies.NatRule(Balancer), (Address, ArmBodies.PublicAddress()), (Balancer, ArmBodies.LoadBalancer(Balancer, Address))),
        new("Microsoft.Network/loadBalancers/backendAddressPools", $"{Balancer}/backendAddressPools/second", ArmBodies.Json(new { properties = new { } }), (Address, ArmBodies.PublicAddress()), (Balancer, ArmBodies.LoadBalancer(Balancer, Address))),
        new("Microsoft.Network/networkInterfaces", Card, ArmBodies.Interface(Subnet), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet())),
        new("Microsoft.Network/virtualNetworks/virtualNetworkPeerings", $"{Network}/virtualNetworkPeerings/to-hub", ArmBodies.Peering(Hub), (Network, ArmBodies.Network()), (Hub, ArmBodies.Network("172.16.0.0/12"))),
        new("Microsoft.Network/bastionHosts", $"{AzureTestBed.Network}/bastionHosts/bastion", ArmBodies.Bastion(BastionSubnet, Address), (Network, ArmBodies.Network()), (BastionSubnet, ArmBodies.Subnet("10.255.255.192/26")), (Address, ArmBodies.PublicAddress())),
        new("Microsoft.Network/publicIPPrefixes", $"{AzureTestBed.Network}/publicIPPrefixes/prefix", ArmBodies.Prefix()),
        new("Microsoft.Network/ddosProtectionPlans", $"{AzureTestBed.Network}/ddosProtectionPlans/plan", ArmBodies.Located(new { })),
        new("Microsoft.Network/applicationSecurityGroups", $"{AzureTestBed.Network}/applicationSecurityGroups/asg", ArmBodies.Located(new { })),
        new("Microsoft.Network/privateEndpoints", Endpoint, ArmBodies.PrivateEndpoint(Subnet), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet())),
        new("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", $"{Endpoint}/privateDnsZoneGroups/default", ArmBodies.ZoneGroup(Zone), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet()), (Endpoint, ArmBodies.PrivateEndpoint(Subnet)), (Zone, ArmBodies.Zone())),
        new("Microsoft.Network/privateDnsZones", Zone, ArmBodies.Zone()),
        new("Microsoft.Network/privateDnsZones/virtualNetworkLinks", $"{Zone}/virtualNetworkLinks/link", ArmBodies.ZoneLink(Network), (Network, ArmBodies.Network()), (Zone, ArmBodies.Zone())),
        new("Microsoft.Network/privateDnsZones/A", $"{Zone}/A/apiserver", ArmBodies.Json(new { properties = new { ttl = 300, aRecords = new[] { new { ipv4Address = "10.0.0.100" } } } }), (Zone, ArmBodies.Zone())),
        new("Microsoft.Compute/virtualMachines", $"{AzureTestBed.Compute}/virtualMachines/vm", ArmBodies.Machine(Card), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet()), (Card, ArmBodies.Interface(Subnet))),
        new("Microsoft.Compute/virtualMachineScaleSets", $"{AzureTestBed.Compute}/virtualMachineScaleSets/pool", ArmBodies.ScaleSet(Subnet), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet())),
        new("Microsoft.Compute/virtualMachineScaleSets/extensions", $"{AzureTestBed.Compute}/virtualMachineScaleSets/pool/extensions/health", ArmBodies.Extension(), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet()), ($"{AzureTestBed.Compute}/virtualMachineScaleSets/pool", ArmBodies.ScaleSet(Subnet))),
        new("Microsoft.Compute/availabilitySets", $"{AzureTestBed.Compute}/availabilitySets/set", ArmBodies.AvailabilitySet()),
        new("Microsoft.Compute/virtualMachines/extensions", $"{AzureTestBed.Compute}/virtualMachines/vm/extensions/health", ArmBodies.Located(ArmBodies.Extension()["properties"]!), (Network, ArmBodies.Network()), (Subnet, ArmBodies.Subnet()), (Card, ArmBodies.Interface(Subnet)), ($"{AzureTestBed.Compute}/virtualMachines/vm", ArmBodies.Machine(Card))),
        new("Microsoft.Compute/images", $"{AzureTestBed.Compute}/images/image", ArmBodies.Located(new { storageProfile = new { osDisk = new { osType = "Linux", osState = "Generalized", blobUri = "https://account.blob.core.windows.net/vhds/image.vhd" } } })),
        new("Microsoft.Compute/galleries", Gallery, ArmBodies.Located(new { description = "ours" })),
        new("Microsoft.Compute/galleries/images", $"{Gallery}/images/ubuntu", ArmBodies.GalleryImage(), (Gallery, ArmBodies.Located(new { }))),
        new("Microsoft.Compute/galleries/images/versions", $"{Gallery}/images/ubuntu/versions/1.33.0", ArmBodies.GalleryImageVersion(), (Gallery, ArmBodies.Located(new { })), ($"{Gallery}/images/ubuntu", ArmBodies.GalleryImage())),
        new("Microsoft.Compute/disks", $"{AzureTestBed.Compute}/disks/disk", ArmBodies.Located(new { diskSizeGB = 10, creationData = new { createOption = "Empty" } })),
        new("Microsoft.ManagedIdentity/userAssignedIdentities", $"{AzureTestBed.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id", ArmBodies.Located()),
        new("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials", $"{Identity}/federatedIdentityCredentials/cluster", ArmBodies.Federation(), (Identity, ArmBodies.Located())),
        new("Microsoft.Authorization/locks", $"{Identity}/providers/Microsoft.Authorization/locks/keep", ArmBodies.Json(new { properties = new { level = "CanNotDelete", notes = "ours" } }), (Identity, ArmBodies.Located())),
        new("Microsoft.Authorization/roleDefinitions", $"{AzureTestBed.Group}/providers/Microsoft.Authorization/roleDefinitions/15c5a614-a7d6-4502-b150-c2fb455033aa", ArmBodies.Role()),
        new("Microsoft.Storage/storageAccounts", Account, ArmBodies.StorageAccount()),
        new("Microsoft.Storage/storageAccounts/blobServices/containers", Container, ArmBodies.Json(new { properties = new { publicAccess = "None" } }), (Account, ArmBodies.StorageAccount())),
        new("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies", $"{Container}/immutabilityPolicies/default", ArmBodies.Json(new { properties = new { immutabilityPeriodSinceCreationInDays = 4 } }), (Account, ArmBodies.StorageAccount()), (Container, ArmBodies.Json(new { }))),
        new("Microsoft.Storage/storageAccounts/managementPolicies", $"{Account}/managementPolicies/default", ArmBodies.Lifecycle(), (Account, ArmBodies.StorageAccount())),
        new("Microsoft.EventGrid/systemTopics", Topic, ArmBodies.SystemTopic()),
        new("Microsoft.EventGrid/systemTopics/eventSubscriptions", $"{Topic}/eventSubscriptions/app", ArmBodies.WebhookSubscription(), (Topic, ArmBodies.SystemTopic())),
        new("Microsoft.EventGrid/eventSubscriptions", $"{AzureTestBed.Group}/providers/Microsoft.EventGrid/eventSubscriptions/app", ArmBodies.WebhookSubscription()),
        new("Microsoft.ContainerService/managedClusters", Cluster, AksBodies.Cluster()),
        new("Microsoft.ContainerService/managedClusters/agentPools", $"{Cluster}/agentPools/user", AksBodies.Pool("User"), (Cluster, AksBodies.Cluster())),
        new("Microsoft.ContainerService/managedClusters/maintenanceConfigurations", $"{Cluster}/maintenanceConfigurations/aksManagedAutoUpgradeSchedule", AksBodies.Maintenance(), (Cluster, AksBodies.Cluster())),
        new("Microsoft.ContainerService/fleets", Fleet, ArmBodies.Located(new { })),
        new("Microsoft.ContainerService/fleets/members", $"{Fleet}/members/aks", ArmBodies.Json(new { properties = new { clusterResourceId = Cluster, group = "blue" } }), (Cluster, AksBodies.Cluster()), (Fleet, ArmBodies.Located(new { }))),
        new("Microsoft.KubernetesConfiguration/extensions", $"{Cluster}/providers/Microsoft.KubernetesConfiguration/extensions/flux", ArmBodies.Json(new { properties = new { extensionType = "microsoft.flux" } }), (Cluster, AksBodies.Cluster())),
        new("Microsoft.Authorization/roleAssignments", $"{AzureTestBed.Group}/providers/Microsoft.Authorization/roleAssignments/05c5a614-a7d6-4502-b150-c2fb455033ff", ArmBodies.Json(new { properties = new { principalId = "ce2ce14e-85d7-4629-bdbc-454d0519d987", principalType = "ServicePrincipal", roleDefinitionId = $"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c" } })),
    }.ToDictionary(static item => item.Type, StringComparer.Ordinal);

    public string Collection => Path[..Path.LastIndexOf('/')];

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public async Task PrepareAsync(AzureTestBed bed)
    {
        foreach (var (path, body) in Needs)
        {
            await bed.CreateAsync(path, body);
        }
    }
}
