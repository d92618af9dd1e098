using System.Collections.Frozen;
using Orchestrator.Simulator.Arm.Types.Authorization;
using Orchestrator.Simulator.Arm.Types.ContainerService;
using Orchestrator.Simulator.Arm.Types.EventGrid;
using Orchestrator.Simulator.Arm.Types.KubernetesConfiguration;
using Orchestrator.Simulator.Arm.Types.PrivateDns;
using Orchestrator.Simulator.Arm.Types.Storage;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>The resource types there are.</summary>
internal sealed class ResourceTypes
{
    private readonly FrozenDictionary<string, ResourceType> _types = ((ResourceType[])
    [
        new ResourceGroups(), new VirtualNetworks(), new Subnets(), new NetworkSecurityGroups(), new RouteTables(), new PublicIPAddresses(),
        new NatGateways(), new LoadBalancers(), new NetworkInterfaces(), new VirtualMachines(), new VirtualMachineScaleSets(), new ScaleSetInstances(),
        new VirtualNetworkPeerings(), new BastionHosts(), new PublicIPPrefixes(), new DdosProtectionPlans(), new ApplicationSecurityGroups(), new PrivateEndpoints(), new PrivateDnsZoneGroups(),
        new PrivateDnsZones(), new VirtualNetworkLinks(), .. RecordSets.All,
        new AvailabilitySets(), new VirtualMachineExtensions(), new Images(), new Galleries(), new GalleryImages(), new GalleryImageVersions(),
        new ManagementLocks(), new RoleDefinitions(), new FederatedIdentityCredentials(),
        new StorageAccounts(), new BlobServices(), new BlobContainers(), new ImmutabilityPolicies(), new ManagementPolicies(),
        new SystemTopics(), new EventSubscriptions(EventSubscriptions.AtScope), new EventSubscriptions(EventSubscriptions.AtTopic),
        new ManagedClusters(), new AgentPools(), new MaintenanceConfigurations(), new Fleets(), new FleetMembers(), new ClusterExtensions(),
        new Disks(), new UserAssignedIdentities(), new RoleAssignments(),
    ]).ToFrozenDictionary(static type => type.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ResourceType> All => _types.Values;

    public ResourceType Get(string name) => _types[name];

    public ResourceType? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>The type and inline collection that a child path such as <c>…/loadBalancers/inboundNatRules</c> means.</summary>
    public (ResourceType Owner, InlineCollection Collection)? FindInline(string name)
    {
        var slash = name.LastIndexOf('/');
        return Find(name[..slash]) is { } owner && owner.Inline.FirstOrDefault(inline => inline.Name.Equals(name[(slash + 1)..], StringComparison.OrdinalIgnoreCase)) is { } collection
            ? (owner, collection)
            : null;
    }

    public bool HasNamespace(string name) => All.Any(type => type.Provider.Namespace.Equals(name, StringComparison.OrdinalIgnoreCase));
}
