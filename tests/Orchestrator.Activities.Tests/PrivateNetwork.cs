using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests;

/// <summary>A private cluster with everything around it that a network can have, and what it borrows.</summary>
internal static class PrivateNetwork
{
    public const string Hub = $"/subscriptions/{OtherSubscription}/resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/hub";
    public const string Plan = $"/subscriptions/{OtherSubscription}/resourceGroups/hub-rg/providers/Microsoft.Network/ddosProtectionPlans/ddos";
    public const string Prefix = $"/subscriptions/{Specs.Subscription}/resourceGroups/shared/providers/Microsoft.Network/publicIPPrefixes/prefix";
    public const string Group = $"/subscriptions/{Specs.Subscription}/resourceGroups/shared/providers/Microsoft.Network/applicationSecurityGroups/asg";
    public const string Store = $"/subscriptions/{Specs.Subscription}/resourceGroups/shared/providers/Microsoft.Storage/storageAccounts/store";

    /// <summary>Kinds that the sample has none of.</summary>
    public static readonly string[] Kinds =
    [
        StepKinds.BastionHost, StepKinds.VirtualNetworkPeering, StepKinds.PrivateEndpoint, StepKinds.PrivateDnsZone, StepKinds.PrivateDnsZoneLink, StepKinds.PrivateDnsRecord,
    ];

    /// <summary>Of other people in the tenant.</summary>
    public static readonly string[] OtherSubscriptions = [OtherSubscription, "00000000-0000-0000-0000-00000000000c"];

    private const string OtherSubscription = "00000000-0000-0000-0000-00000000000b";

    private const string Network = $$"""
          network:
            virtualNetwork:
              peerings:
              - { remote: {{Hub}}, forward: { allowForwardedTraffic: true } }
            apiServer: { type: Internal, zones: [1, 2, 3] }
            controlPlaneOutbound: {}
            nodeOutbound: {}
            bastion: {}
            podCidrs: [192.168.0.0/16]
            subnets:
            - { name: control-plane-subnet, role: control-plane }
            - name: node-subnet
              role: node
              privateEndpoints:
              - name: store-pe
                customNetworkInterfaceName: store-pe-card
                privateIPAddresses: [10.1.200.4]
                applicationSecurityGroups: [{{Group}}]
                privateLinkServiceConnections: [{ name: blob, privateLinkServiceID: {{Store}}, groupIDs: [blob] }]
        """;

    public static ClusterSpec Spec()
    {
        var sample = File.ReadAllText(Path.Combine(Specs.ProjectRoot(), "samples", "cluster.yaml"));
        var (from, to) = (sample.IndexOf("  network:", StringComparison.Ordinal), sample.IndexOf("  controlPlane:", StringComparison.Ordinal));
        return Specs.Read(sample[..from] + Network + "\n" + sample[to..]);
    }

    public static async Task<ActivitiesTestBed> StartAsync(ClusterSpec? spec = null)
    {
        var bed = await ActivitiesTestBed.StartAsync(spec ?? Spec());
        Seed(bed, Hub, ArmTypes.VirtualNetwork, """{"location":"northeurope","properties":{"addressSpace":{"addressPrefixes":["172.16.0.0/16"]}}}""");
        Seed(bed, Plan, ArmTypes.DdosProtectionPlan, """{"location":"northeurope","properties":{}}""");
        Seed(bed, Group, ArmTypes.ApplicationSecurityGroup, """{"location":"westeurope","properties":{}}""");
        Seed(bed, Prefix, ArmTypes.PublicIPPrefix, """{"location":"westeurope","sku":{"name":"Standard"},"properties":{"prefixLength":30,"publicIPAddressVersion":"IPv4"}}""");
        foreach (var account in new[] { Store, Store + "2" })
        {
            Seed(bed, account, "Microsoft.Storage/storageAccounts", """{"location":"westeurope","kind":"StorageV2","sku":{"name":"Standard_LRS"},"properties":{}}""");
        }

        return bed;
    }

    public const string Zone = $"/subscriptions/{Specs.Subscription}/resourceGroups/shared/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net";

    /// <summary>The same, whose private endpoint has a name.</summary>
    public static ClusterSpec SpecWithZones(params string[] zones)
    {
        var spec = Spec();
        return spec with
        {
            Network = spec.Network with
            {
                Subnets = [.. spec.Network.Subnets.Select(s => s with { PrivateEndpoints = [.. s.PrivateEndpoints.Select(e => e with { DnsZoneIds = zones.Length > 0 ? zones : null })] })],
            },
        };
    }

    public static async Task<ActivitiesTestBed> StartWithZoneAsync()
    {
        var bed = await StartAsync(SpecWithZones(Zone));
        Seed(bed, Zone, ArmTypes.PrivateDnsZone, """{"location":"global","properties":{}}""");
        Seed(bed, Zone.Replace("blob", "file", StringComparison.Ordinal), ArmTypes.PrivateDnsZone, """{"location":"global","properties":{}}""");
        return bed;
    }

    private static void Seed(ActivitiesTestBed bed, string id, string type, string body) => bed.Azure.Resources.Seed(id, type, body);
}
