using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Graphs.Preflight;
using Orchestrator.Activities.History;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.ApplicationSecurityGroup;
using Orchestrator.Activities.Resources.AvailabilitySet;
using Orchestrator.Activities.Resources.BastionHost;
using Orchestrator.Activities.Resources.BlobContainer;
using Orchestrator.Activities.Resources.ClusterExtension;
using Orchestrator.Activities.Resources.DdosProtectionPlan;
using Orchestrator.Activities.Resources.Disk;
using Orchestrator.Activities.Resources.FleetMember;
using Orchestrator.Activities.Resources.ImmutabilityPolicy;
using Orchestrator.Activities.Resources.InboundNatRule;
using Orchestrator.Activities.Resources.LoadBalancer;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.MaintenanceConfiguration;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Activities.Resources.ManagementPolicy;
using Orchestrator.Activities.Resources.NatGateway;
using Orchestrator.Activities.Resources.NetworkInterface;
using Orchestrator.Activities.Resources.NetworkSecurityGroup;
using Orchestrator.Activities.Resources.PrivateDnsRecord;
using Orchestrator.Activities.Resources.PrivateDnsZone;
using Orchestrator.Activities.Resources.PrivateDnsZoneGroup;
using Orchestrator.Activities.Resources.PrivateDnsZoneLink;
using Orchestrator.Activities.Resources.PrivateEndpoint;
using Orchestrator.Activities.Resources.PublicIPAddress;
using Orchestrator.Activities.Resources.PublicIPPrefix;
using Orchestrator.Activities.Resources.ResourceGroup;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Activities.Resources.RoleDefinition;
using Orchestrator.Activities.Resources.RouteTable;
using Orchestrator.Activities.Resources.StorageAccount;
using Orchestrator.Activities.Resources.Subnet;
using Orchestrator.Activities.Resources.UserAssignedIdentity;
using Orchestrator.Activities.Resources.VirtualMachine;
using Orchestrator.Activities.Resources.VirtualMachineExtension;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Activities.Resources.VirtualNetwork;
using Orchestrator.Activities.Resources.VirtualNetworkPeering;
using Orchestrator.Activities.State;
using Orchestrator.Activities.State.Identities;
using Orchestrator.Activities.SubscriptionEvents;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities;

/// <summary>Registers the state stores and everything that speaks to Azure. Whatever is already registered stays.</summary>
public static class AzureActivitiesExtensions
{
    private const string StateContainer = "orchestrator-state";

    public static IServiceCollection AddAzureActivities(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => CreateDocumentStore(configuration, provider.GetRequiredService<Randomness>()));
        services.TryAddSingleton<IClusterStore, ClusterStore>();
        services.TryAddSingleton<ISecretStore, SecretStore>();
        services.TryAddSingleton<IResourceIndex, ResourceIndex>();
        services.TryAddSingleton<SourceStore>();
        services.TryAddSingleton<HistoryStore>();
        services.TryAddSingleton(HistoryOptions.From(configuration));
        services.TryAddSingleton<LeakReports>();
        services.TryAddSingleton<KeptReports>();
        services.TryAddSingleton<DriftStore>();
        services.TryAddSingleton(MachineHealthOptions.From(configuration));
        return services.AddArm(configuration).AddResources().AddPlanning();
    }

    private static IServiceCollection AddArm(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(ArmOptions.From(configuration));
        services.TryAddSingleton(static provider => ArmTransport.Create(provider.GetRequiredService<ArmOptions>()));
        services.AddIdentitySecrets(configuration);
        services.TryAddSingleton(new ManagedServicePrincipals(configuration));
        services.TryAddSingleton<IdentityCredentials>();
        services.TryAddSingleton<ArmCalls>();
        services.TryAddSingleton<RequestBudget>();
        services.TryAddSingleton<IArmConnections, ArmConnections>();
        return services;
    }

    private static IServiceCollection AddResources(this IServiceCollection services)
    {
        services.AddSingleton<ResourceDefinition, ResourceGroupDefinition>();
        services.AddSingleton<ResourceDefinition, VirtualNetworkDefinition>();
        services.AddSingleton<ResourceDefinition, SubnetDefinition>();
        services.AddSingleton<ResourceDefinition, NetworkSecurityGroupDefinition>();
        services.AddSingleton<ResourceDefinition, RouteTableDefinition>();
        services.AddSingleton<ResourceDefinition, PublicIPAddressDefinition>();
        services.AddSingleton<ResourceDefinition, NatGatewayDefinition>();
        services.AddSingleton<ResourceDefinition, LoadBalancerDefinition>();
        services.AddSingleton<ResourceDefinition, InboundNatRuleDefinition>();
        services.AddSingleton<ResourceDefinition, NetworkInterfaceDefinition>();
        services.AddSingleton<ResourceDefinition, BastionHostDefinition>();
        services.AddSingleton<ResourceDefinition, VirtualNetworkPeeringDefinition>();
        services.AddSingleton<ResourceDefinition, PrivateEndpointDefinition>();
        services.AddSingleton<ResourceDefinition, PrivateDnsZoneGroupDefinition>();
        services.AddSingleton<ResourceDefinition, PrivateDnsZoneDefinition>();
        services.AddSingleton<ResourceDefinition, PrivateDnsZoneLinkDefinition>();
        services.AddSingleton<ResourceDefinition, PrivateDnsRecordDefinition>();
        services.AddSingleton<ResourceDefinition, ApplicationSecurityGroupDefinition>();
        services.AddSingleton<ResourceDefinition, DdosProtectionPlanDefinition>();
        services.AddSingleton<ResourceDefinition, PublicIPPrefixDefinition>();
        services.AddSingleton<ResourceDefinition, VirtualMachineDefinition>();
        services.AddSingleton<ResourceDefinition, VirtualMachineExtensionDefinition>();
        services.AddSingleton<ResourceDefinition, AvailabilitySetDefinition>();
        services.AddSingleton<ResourceDefinition, DiskDefinition>();
        services.AddSingleton<ResourceDefinition, VirtualMachineScaleSetDefinition>();
        services.AddSingleton<ResourceDefinition, UserAssignedIdentityDefinition>();
        services.AddSingleton<ResourceDefinition, RoleAssignmentDefinition>();
        services.AddSingleton<ResourceDefinition, RoleDefinitionDefinition>();
        services.AddSingleton<ResourceDefinition, StorageAccountDefinition>();
        services.AddSingleton<ResourceDefinition, BlobContainerDefinition>();
        services.AddSingleton<ResourceDefinition, ImmutabilityPolicyDefinition>();
        services.AddSingleton<ResourceDefinition, ManagementPolicyDefinition>();
        services.AddSingleton<ResourceDefinition, ManagedClusterDefinition>();
        services.AddSingleton<ResourceDefinition, AgentPoolDefinition>();
        services.AddSingleton<ResourceDefinition, MaintenanceConfigurationDefinition>();
        services.AddSingleton<ResourceDefinition, FleetMemberDefinition>();
        services.AddSingleton<ResourceDefinition, ClusterExtensionDefinition>();
        services.TryAddSingleton<ManagedClusterReads>();
        services.TryAddSingleton<ManagedClusterAbort>();
        services.TryAddSingleton<ResourceDefinitions>();
        services.TryAddSingleton<ResourceOwnership>();
        services.TryAddSingleton<ResourceFailures>();
        services.TryAddSingleton<ResourceReconciler>();
        services.TryAddSingleton<SkuCatalog>();
        services.TryAddSingleton<MachineFacts>();
        services.TryAddSingleton<KnownMachines>();
        services.TryAddSingleton<MachineInventory>();
        services.TryAddSingleton<IMachineInventory>(static provider => provider.GetRequiredService<MachineInventory>());
        return services;
    }

    private static IServiceCollection AddPlanning(this IServiceCollection services)
    {
        services.TryAddSingleton<ClusterNodes>();
        services.TryAddSingleton<DeletionPlanner>();
        services.TryAddSingleton<MachineGroupPlanner>();
        services.TryAddSingleton<MachinePreflight>();
        services.TryAddSingleton<ManagedClusterPreflight>();
        services.TryAddSingleton<PlanService>();
        services.TryAddSingleton<LeakReader>();
        services.TryAddSingleton<ClusterVolumes>();
        services.TryAddSingleton<GroupContentsReader>();
        services.TryAddSingleton<SubscriptionEventsStore>();
        services.TryAddSingleton<SubscriptionEventsPlanner>();
        return services;
    }

    private static IDocumentStore CreateDocumentStore(IConfiguration configuration, Randomness randomness)
    {
        if (configuration["Orchestrator:State:Folder"] is { Length: > 0 } folder)
        {
            return new FolderDocumentStore(folder, randomness);
        }

        if (configuration["Orchestrator:State:BlobServiceUri"] is { Length: > 0 } service)
        {
            return new BlobDocumentStore(new BlobServiceClient(new Uri(service), new DefaultAzureCredential()).GetBlobContainerClient(StateContainer));
        }

        return configuration["AzureWebJobsStorage"] is { Length: > 0 } connection
            ? new BlobDocumentStore(new BlobContainerClient(connection, StateContainer))
            : throw new InvalidOperationException(
                "No place for the state is configured: set Orchestrator:State:Folder, Orchestrator:State:BlobServiceUri or AzureWebJobsStorage.");
    }
}
