using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests;

/// <summary>An AKS cluster in a network of its own, with pools of both modes and all that belongs to it.</summary>
internal static class ManagedClusterBed
{
    public static readonly string[] Kinds =
        [StepKinds.ManagedCluster, StepKinds.AgentPool, StepKinds.MaintenanceConfiguration, StepKinds.FleetMember, StepKinds.ClusterExtension, StepKinds.Subnet, StepKinds.VirtualNetwork, StepKinds.ResourceGroup];

    private const string Fleet = $"/subscriptions/{Specs.Subscription}/resourceGroups/fleets/providers/Microsoft.ContainerService/fleets/all";

    private const string Manifest = $$"""
        apiVersion: orchestrator/v1alpha1
        kind: ManagedCluster
        metadata: { name: c1 }
        spec:
          subscription: {{Specs.Subscription}}
          location: {{Specs.Location}}
          kubernetesVersion: v1.31.2
          network:
            virtualNetwork: { name: net, cidrs: [10.1.0.0/16] }
            subnets: [{ name: nodes, cidrs: [10.1.0.0/20] }]
          properties:
            networkProfile: { networkPlugin: azure, networkPluginMode: overlay, loadBalancerProfile: { idleTimeoutInMinutes: 10 } }
            apiServerAccessProfile: { authorizedIPRanges: [192.0.2.0/24] }
            autoUpgradeProfile: { upgradeChannel: patch, nodeOSUpgradeChannel: NodeImage }
            autoScalerProfile: { scan-interval: 20s, max-graceful-termination-sec: "600" }
            addonProfiles: { azurepolicy: { enabled: true } }
            oidcIssuerProfile: { enabled: true }
            securityProfile: { workloadIdentity: { enabled: true } }
            storageProfile: { diskCSIDriver: { enabled: true }, fileCSIDriver: { enabled: false } }
          pools:
          - name: system
            mode: System
            vmSize: Standard_D2s_v3
            count: 2
            nodeLabels: { tier: system }
            tags: { team: blue }
          - name: work
            mode: User
            vmSize: Standard_D2s_v3
            enableAutoScaling: true
            minCount: 1
            maxCount: 5
            count: 2
            nodeTaints: ["dedicated=work:NoSchedule"]
            upgradeSettings: { maxSurge: 33% }
          maintenance:
          - name: default
            timeInWeek: [{ day: Sunday, hourSlots: [1, 2] }]
          - name: aksManagedAutoUpgradeSchedule
            maintenanceWindow: { schedule: { weekly: { intervalWeeks: 1, dayOfWeek: Sunday } }, durationHours: 4, startTime: "02:00" }
          fleetMember: { fleet: {{Fleet}}, group: blue }
          extensions:
          - { name: flux, extensionType: microsoft.flux, scope: { cluster: { releaseNamespace: flux-system } }, configurationSettings: { a: b } }
        """;

    public static ClusterSpec Spec() => Specs.Read(Manifest);

    public static async Task<ActivitiesTestBed> StartAsync()
    {
        var bed = await ActivitiesTestBed.StartAsync(Spec());
        bed.Azure.Resources.Seed(Fleet, "Microsoft.ContainerService/fleets", """{"location":"westeurope"}""");
        return bed;
    }
}
