using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Graphs;

public sealed class KubeadmClusterGraphTests
{
    [Fact]
    public void Build_TheSample_HasTheTrueDependenciesAndNoOthers()
    {
        var edges = KubeadmClusterGraph.Build(Specs.Sample(), Borrowed.Nothing).ToDictionary(static s => s.Key, static s => s.DependsOn.Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

        string[] group = ["ResourceGroup/c1"];
        Assert.Equal([], edges["ResourceGroup/c1"]);
        Assert.Equal([], edges["UserAssignedIdentity/cloud-provider-user-identity"]);
        Assert.Equal(group, edges["VirtualNetwork/c1-vnet"]);
        Assert.Equal(group, edges["NetworkSecurityGroup/c1-node-nsg"]);
        Assert.Equal(group, edges["RouteTable/c1-node-routetable"]);
        Assert.Equal(group, edges["PublicIPAddress/pip-c1-apiserver"]);
        Assert.Equal(["PublicIPAddress/pip-c1-node-natgw-1", "ResourceGroup/c1"], edges["NatGateway/c1-node-natgw-1"]);
        Assert.Equal(["NatGateway/c1-node-natgw-1", "NetworkSecurityGroup/c1-node-nsg", "RouteTable/c1-node-routetable", "VirtualNetwork/c1-vnet"], edges["Subnet/node-subnet"]);
        Assert.Equal(["PublicIPAddress/pip-c1-apiserver", "ResourceGroup/c1"], edges["LoadBalancer/c1-public-lb"]);
        Assert.Equal(["LoadBalancer/c1-public-lb", "Subnet/control-plane-subnet", "UserAssignedIdentity/cloud-provider-user-identity"], edges["ControlPlane/c1-control-plane"]);
        Assert.Equal(["ControlPlane/c1-control-plane", "Subnet/node-subnet"], edges["MachinePool/c1-mp-0"]);
        Assert.Equal(13 + 1, edges.Count);
    }

    [Fact]
    public void Build_InternalLoadBalancer_WaitsForItsSubnet()
    {
        var spec = Specs.Sample();
        var balancer = spec.Network.ApiServerLoadBalancer with { Type = LoadBalancerType.Internal, Frontends = [new FrontendIPSpec { Name = "f", PrivateIPAddress = "10.0.0.100" }] };
        var graph = KubeadmClusterGraph.Build(spec with { Network = spec.Network with { ApiServerLoadBalancer = balancer } }, Borrowed.Nothing);

        Assert.Contains("Subnet/control-plane-subnet", graph.Single(static s => s.Kind == StepKinds.LoadBalancer).DependsOn);
        Assert.DoesNotContain(graph, static s => s.Key == "PublicIPAddress/pip-c1-apiserver");
    }

    [Fact]
    public void Build_PrivateNetwork_HasTheTrueDependencies()
    {
        var edges = KubeadmClusterGraph.Build(PrivateNetwork.Spec(), Borrowed.Nothing).ToDictionary(static s => s.Key, static s => s.DependsOn.Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

        Assert.Equal(["PublicIPAddress/c1-azure-bastion-pip", "ResourceGroup/c1", "Subnet/AzureBastionSubnet"], edges["BastionHost/c1-azure-bastion"]);
        Assert.Equal(["VirtualNetwork/c1-vnet"], edges["Subnet/AzureBastionSubnet"]);
        Assert.Equal(["VirtualNetwork/c1-vnet", "VirtualNetwork/hub"], edges["VirtualNetworkPeering/c1-vnet-To-hub"]);
        Assert.Equal(["VirtualNetwork/c1-vnet", "VirtualNetwork/hub", "VirtualNetworkPeering/c1-vnet-To-hub"], edges["VirtualNetworkPeering/hub-To-c1-vnet"]);
        Assert.Equal(["ResourceGroup/c1"], edges["PrivateDnsZone/c1.capz.io"]);
        Assert.Equal(["PrivateDnsZone/c1.capz.io", "VirtualNetwork/c1-vnet"], edges["PrivateDnsZoneLink/c1-vnet-link"]);
        Assert.Equal(["PrivateDnsZone/c1.capz.io", "VirtualNetwork/hub"], edges["PrivateDnsZoneLink/hub-link"]);
        Assert.Equal(["PrivateDnsZone/c1.capz.io"], edges["PrivateDnsRecord/apiserver"]);
        Assert.Equal(["ApplicationSecurityGroup/asg", "ResourceGroup/c1", "Subnet/node-subnet"], edges["PrivateEndpoint/store-pe"]);
        Assert.Equal(
            [
                "LoadBalancer/c1-internal-lb", "LoadBalancer/c1-outbound-lb", "PrivateDnsRecord/apiserver", "PrivateDnsZoneLink/c1-vnet-link", "Subnet/control-plane-subnet",
                "UserAssignedIdentity/cloud-provider-user-identity", "VirtualNetworkPeering/c1-vnet-To-hub", "VirtualNetworkPeering/hub-To-c1-vnet",
            ],
            edges["ControlPlane/c1-control-plane"]);
    }

    [Fact]
    public void Build_PeeringThatUsesTheHubsGateways_ComesAfterTheOneThatLetsIt()
    {
        var spec = PrivateNetwork.Spec();
        var peering = spec.Network.VirtualNetwork.Peerings[0] with { Forward = new PeeringOptionsSpec { UseRemoteGateways = true }, Reverse = new PeeringOptionsSpec { AllowGatewayTransit = true } };
        var graph = KubeadmClusterGraph.Build(spec with { Network = spec.Network with { VirtualNetwork = spec.Network.VirtualNetwork with { Peerings = [peering] } } }, Borrowed.Nothing);

        Assert.Contains("VirtualNetworkPeering/hub-To-c1-vnet", graph.Single(static s => s.Name == "c1-vnet-To-hub").DependsOn);
    }

    [Fact]
    public void Build_WhatIsGivenByItsId_IsOnlyRead()
    {
        const string prefix = "/subscriptions/s/resourceGroups/shared/providers/Microsoft.Network";
        var spec = Specs.Sample();
        var subnets = spec.Network.Subnets.Select(s => s with
        {
            SecurityGroup = new SecurityGroupSpec { Name = "g", BorrowedId = $"{prefix}/networkSecurityGroups/g" },
            RouteTable = "r",
            BorrowedRouteTableId = $"{prefix}/routeTables/r",
            NatGateway = s.NatGateway is { } gateway ? gateway with { Name = "n", BorrowedId = $"{prefix}/natGateways/n" } : null,
        });
        var graph = KubeadmClusterGraph.Build(spec with { Network = spec.Network with { Subnets = [.. subnets] } }, Borrowed.Nothing);

        Assert.All(graph.Where(static s => s.Kind is StepKinds.NetworkSecurityGroup or StepKinds.RouteTable or StepKinds.NatGateway), static s => Assert.Equal(StepVerb.Observe, s.Verb));
        Assert.DoesNotContain(graph, static s => s.Key == "PublicIPAddress/pip-c1-node-natgw-1");
    }

    [Fact]
    public void Build_WritesUnderOneParent_ShareALockGroup()
    {
        var graph = KubeadmClusterGraph.Build(Specs.Sample(), Borrowed.Nothing);

        Assert.Single(graph.Where(static s => s.Kind is StepKinds.Subnet or StepKinds.VirtualNetwork).Select(static s => s.LockGroup).Distinct(StringComparer.Ordinal));
        Assert.StartsWith("vnet:/subscriptions/", graph.First(static s => s.Kind == StepKinds.Subnet).LockGroup, StringComparison.Ordinal);
        Assert.StartsWith("lb:", graph.Single(static s => s.Kind == StepKinds.LoadBalancer).LockGroup, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_BorrowedNetwork_IsReadAndWhatOnlyItsSubnetsNeedIsLeftOut()
    {
        var borrowed = new Borrowed { VirtualNetwork = true, Subnets = new HashSet<string>(StringComparer.Ordinal) { "control-plane-subnet", "node-subnet" } };

        var graph = KubeadmClusterGraph.Build(Specs.Sample(), borrowed);

        Assert.All(graph.Where(static s => s.Kind is StepKinds.VirtualNetwork or StepKinds.Subnet), static s => Assert.Equal(StepVerb.Observe, s.Verb));
        Assert.DoesNotContain(graph, static s => s.Kind is StepKinds.NetworkSecurityGroup or StepKinds.RouteTable or StepKinds.NatGateway);
    }

    [Fact]
    public void MachineGraph_Delete_IsTheReverseWithTheDisks()
    {
        var spec = Specs.Sample();

        var disk = ClusterResourceIds.OsDisk(spec, "m");
        var steps = MachineGraph.Delete(spec, "m", [disk]).ToDictionary(static s => s.Key, StringComparer.Ordinal);

        Assert.Equal([], steps["VirtualMachine/m"].DependsOn);
        Assert.Equal(["VirtualMachine/m"], steps["NetworkInterface/m-nic"].DependsOn);
        Assert.Equal(["VirtualMachine/m"], steps["Disk/m_OSDisk"].DependsOn);
        Assert.Equal(["NetworkInterface/m-nic"], steps["InboundNatRule/m"].DependsOn);
    }
}
