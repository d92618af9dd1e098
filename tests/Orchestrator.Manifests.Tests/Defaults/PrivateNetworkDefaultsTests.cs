using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests.Defaults;

/// <summary>Bastion, peerings, private DNS, private endpoints and outbound load balancers as CAPZ completes them.</summary>
public sealed class PrivateNetworkDefaultsTests
{
    private const string Subscription = "00000000-0000-0000-0000-000000000000";
    private const string Hub = $"/subscriptions/{Subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub";

    [Fact]
    public void InternalApiServer_IsNamedInAPrivateZoneOfTheCluster()
    {
        var spec = Capz("apiServerLB: {type: Internal}");

        Assert.Equal(new PrivateDnsZoneSpec { Name = "c1.capz.io", ResourceGroup = "c1", SubscriptionId = Subscription }, spec.Network.PrivateDnsZone);
        Assert.Equal("apiserver.c1.capz.io", spec.ClusterNetwork.ControlPlaneHost);
    }

    [Fact]
    public void InternalApiServer_InAZoneThatTheManifestNames_IsNamedThere()
    {
        var spec = Capz("apiServerLB: {type: Internal}, privateDNSZoneName: k8s.Example.com, privateDNSZoneResourceGroup: dns".Replace("Example", "example", StringComparison.Ordinal));

        Assert.Equal(("k8s.example.com", "dns"), (spec.Network.PrivateDnsZone!.Name, spec.Network.PrivateDnsZone.ResourceGroup));
        Assert.Equal("apiserver.k8s.example.com", spec.ClusterNetwork.ControlPlaneHost);
    }

    [Theory]
    [InlineData("privateDNSZone: None, apiServerLB: {type: Internal}", "controlPlaneEndpoint: {host: api.example.com}", "api.example.com")]
    [InlineData("", "", null)]
    public void PrivateZone_WhereNobodyNeedsOne_IsNotThere(string network, string azureCluster, string? host)
    {
        var spec = Capz(network, azureCluster);

        Assert.Null(spec.Network.PrivateDnsZone);
        Assert.True(host is null || spec.ClusterNetwork.ControlPlaneHost == host);
    }

    [Theory]
    [InlineData("controlPlaneOutboundLB: {}", "c1-outbound-lb c1-outbound-lb-outboundBackendPool 4", "c1-outbound-lb-frontEnd=pip-c1-controlplane-outbound")]
    [InlineData(
        "controlPlaneOutboundLB: {frontendIPsCount: 2, idleTimeoutInMinutes: 15}", "c1-outbound-lb c1-outbound-lb-outboundBackendPool 15",
        "c1-outbound-lb-frontEnd-1=pip-c1-controlplane-outbound-1", "c1-outbound-lb-frontEnd-2=pip-c1-controlplane-outbound-2")]
    public void ControlPlaneOutboundLoadBalancer_HasTheFrontendsAskedFor(string network, string balancer, params string[] frontends)
    {
        var outbound = Capz($"apiServerLB: {{type: Internal}}, {network}").Network.ControlPlaneOutboundLoadBalancer!;

        Assert.Equal(balancer, $"{outbound.Name} {outbound.BackendPoolName} {outbound.IdleTimeoutInMinutes}");
        Assert.Equal(frontends, outbound.Frontends.Select(static f => $"{f.Name}={f.PublicIPName}"));
    }

    [Fact]
    public void PublicApiServer_WithAPrivateFrontend_HasASecondLoadBalancer()
    {
        var network = Capz("apiServerLB: {frontendIPs: [{name: out, publicIP: {name: ip}}, {name: in, privateIP: 10.0.0.200}]}").Network;

        Assert.Equal("ip", Assert.Single(network.ApiServerLoadBalancer.Frontends).PublicIPName);
        var inside = network.ApiServerInternalLoadBalancer!;
        Assert.Equal(("c1-public-lb-internal", LoadBalancerType.Internal, "c1-public-lb-backendPool-internal"), (inside.Name, inside.Type, inside.BackendPoolName));
        Assert.Equal(("in", "10.0.0.200"), (inside.Frontends.Single().Name, inside.Frontends.Single().PrivateIPAddress));
    }

    [Fact]
    public void Bastion_ThatSaysNothing_GetsCapzsDefaults()
    {
        var network = Capz(azureCluster: "bastionSpec: {azureBastion: {}}").Network;

        Assert.Equal(new BastionSpec { Name = "c1-azure-bastion", SubnetName = "AzureBastionSubnet", PublicIPName = "c1-azure-bastion-pip" }, network.Bastion! with { PublicIPTags = [] });
        var subnet = network.Subnets.Single(static s => s.Role == SubnetRole.Bastion);
        Assert.Equal(("AzureBastionSubnet", "10.255.255.224/27", null, null), (subnet.Name, subnet.CidrBlocks.Single(), subnet.SecurityGroup, subnet.RouteTable));
    }

    [Fact]
    public void Bastion_ThatSaysEverything_IsAsItSays()
    {
        var network = Capz(azureCluster: "bastionSpec: {azureBastion: {name: b, sku: Standard, enableTunneling: true, publicIP: {name: ip}, subnet: {name: AzureBastionSubnet, cidrBlocks: [10.9.0.0/26]}}}").Network;

        Assert.Equal(new BastionSpec { Name = "b", SubnetName = "AzureBastionSubnet", PublicIPName = "ip", Sku = "Standard", EnableTunneling = true }, network.Bastion! with { PublicIPTags = [] });
        Assert.Equal("10.9.0.0/26", network.Subnets.Single(static s => s.Role == SubnetRole.Bastion).CidrBlocks.Single());
    }

    [Fact]
    public void PublicIPTags_AreThoseOfEachAddress()
    {
        const string tags = "ipTags: [{type: RoutingPreference, tag: Internet}]";
        var network = Capz(
            $"apiServerLB: {{frontendIPs: [{{name: f, publicIP: {{name: p, {tags}}}}}]}}, subnets: [{{role: control-plane}}, {{role: node, natGateway: {{name: n, ip: {{name: q, {tags}}}}}}}]",
            $"bastionSpec: {{azureBastion: {{publicIP: {{name: r, {tags}}}}}}}").Network;

        var expected = new IPTagSpec("RoutingPreference", "Internet");
        Assert.Equal(expected, network.ApiServerLoadBalancer.Frontends[0].PublicIPTags.Single());
        Assert.Equal(expected, network.Subnets[1].NatGateway!.PublicIPTags.Single());
        Assert.Equal(expected, network.Bastion!.PublicIPTags.Single());
    }

    [Fact]
    public void Peering_ThatSaysLittle_LetsTrafficThroughBothWays()
    {
        var peering = Capz("vnet: {peerings: [{remoteVnetName: hub, resourceGroup: net, forwardPeeringProperties: {allowForwardedTraffic: true}}]}").Network.VirtualNetwork.Peerings.Single();

        Assert.Equal(Hub, peering.RemoteVirtualNetworkId);
        Assert.Equal(new PeeringOptionsSpec { AllowForwardedTraffic = true, AllowVirtualNetworkAccess = true }, peering.Forward);
        Assert.Equal(new PeeringOptionsSpec { AllowVirtualNetworkAccess = true }, peering.Reverse);
    }

    [Fact]
    public void Peering_WithoutAResourceGroup_IsInTheClusters() =>
        Assert.Contains("/resourceGroups/c1/", Capz("vnet: {peerings: [{remoteVnetName: hub}]}").Network.VirtualNetwork.Peerings.Single().RemoteVirtualNetworkId, StringComparison.Ordinal);

    [Fact]
    public void VirtualNetwork_GivenByItsId_IsThatNetwork()
    {
        var network = Capz($"vnet: {{id: {Hub}}}").Network.VirtualNetwork;

        Assert.Equal(("hub", "net"), (network.Name, network.ResourceGroup));
    }

    [Fact]
    public void GroupTableAndGateway_GivenByTheirIds_AreBorrowed()
    {
        const string prefix = $"/subscriptions/{Subscription}/resourceGroups/net/providers/Microsoft.Network";
        var subnets = Capz(
            $"subnets: [{{role: control-plane, securityGroup: {{id: {prefix}/networkSecurityGroups/g}}}}, "
            + $"{{role: node, routeTable: {{id: {prefix}/routeTables/r}}, natGateway: {{id: {prefix}/natGateways/n}}}}]").Network.Subnets;

        Assert.Equal(("g", $"{prefix}/networkSecurityGroups/g", 0), (subnets[0].SecurityGroup!.Name, subnets[0].SecurityGroup!.BorrowedId, subnets[0].SecurityGroup!.Rules.Count));
        Assert.Equal(("r", $"{prefix}/routeTables/r"), (subnets[1].RouteTable, subnets[1].BorrowedRouteTableId));
        Assert.Equal(subnets[1].BorrowedRouteTableId, subnets[0].BorrowedRouteTableId);
        Assert.Equal(("n", $"{prefix}/natGateways/n"), (subnets[1].NatGateway!.Name, subnets[1].NatGateway!.BorrowedId));
    }

    [Fact]
    public void PrivateEndpoint_IsReadWhole()
    {
        const string store = $"/subscriptions/{Subscription}/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/s";
        const string group = $"/subscriptions/{Subscription}/resourceGroups/r/providers/Microsoft.Network/applicationSecurityGroups/a";
        var endpoint = Capz(
            "subnets: [{role: control-plane}, {role: node, privateEndpoints: [{name: pe, customNetworkInterfaceName: nic, privateIPAddresses: [10.1.0.9], manualApproval: true, "
            + $"applicationSecurityGroups: [{group}], privateLinkServiceConnections: [{{name: blob, privateLinkServiceID: {store}, groupIDs: [blob], requestMessage: please}}]}}]}}]")
            .Network.Subnets[1].PrivateEndpoints.Single();

        Assert.Equal(("pe", "nic", "10.1.0.9", true, group), (endpoint.Name, endpoint.CustomNetworkInterfaceName, endpoint.PrivateIPAddresses.Single(), endpoint.ManualApproval, endpoint.ApplicationSecurityGroups.Single()));
        var connection = endpoint.Connections.Single();
        Assert.Equal(("blob", store, "blob", "please"), (connection.Name, connection.PrivateLinkServiceId, connection.GroupIds.Single(), connection.RequestMessage));
    }

    [Fact]
    public void NativeNetwork_SaysTheSameAsCapz()
    {
        var capz = Capz(
            "apiServerLB: {type: Internal, availabilityZones: ['1'], idleTimeoutInMinutes: 9}, additionalAPIServerLBPorts: [{name: rke, port: 9345}], controlPlaneOutboundLB: {frontendIPsCount: 2}, "
            + "nodeOutboundLB: {}, privateDNSZoneName: k8s.example.com, privateDNSZoneResourceGroup: dns, "
            + "vnet: {peerings: [{remoteVnetName: hub, resourceGroup: net, forwardPeeringProperties: {useRemoteGateways: true}, reversePeeringProperties: {allowGatewayTransit: true}}]}",
            "bastionSpec: {azureBastion: {sku: Standard, enableTunneling: true}}").Network;
        var native = Reading.Cluster(Reading.Read(Manifest.Native(network:
            "apiServer: {type: Internal, zones: [1], idleTimeoutInMinutes: 9, ports: [{name: rke, port: 9345}]}, controlPlaneOutbound: {addresses: 2}, nodeOutbound: {}, "
            + $"privateDnsZone: {{name: k8s.example.com, resourceGroup: dns}}, virtualNetwork: {{peerings: [{{remote: {Hub}, forward: {{useRemoteGateways: true}}, reverse: {{allowGatewayTransit: true}}}}]}}, "
            + "bastion: {sku: Standard, tunneling: true}"))).Network;

        Assert.Equal(Json(capz), Json(native));
    }

    [Fact]
    public void NativeNetwork_TakesWhatCapzCannotSay()
    {
        const string other = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers/Microsoft.Network";
        var network = Reading.Cluster(Reading.Read(Manifest.Native(network:
            $"virtualNetwork: {{ddosProtectionPlan: {other}/ddosProtectionPlans/d, peerings: [{{remote: {other}/virtualNetworks/hub}}]}}, "
            + $"subnets: [{{role: node, natGatewayPrefixes: [{other}/publicIPPrefixes/p]}}], apiServer: {{type: Internal}}, "
            + "privateDnsZone: {name: a.example.com, resourceGroup: dns, subscription: 11111111-1111-1111-1111-111111111111}"))).Network;

        Assert.Equal($"{other}/ddosProtectionPlans/d", network.VirtualNetwork.DdosProtectionPlanId);
        Assert.Equal($"{other}/virtualNetworks/hub", network.VirtualNetwork.Peerings.Single().RemoteVirtualNetworkId);
        Assert.Equal($"{other}/publicIPPrefixes/p", network.Subnets[0].NatGateway!.PublicIPPrefixIds.Single());
        Assert.Equal("11111111-1111-1111-1111-111111111111", network.PrivateDnsZone!.SubscriptionId);
    }

    [Fact]
    public void NativeCluster_WithAnInternalApiServer_FindsItAtItselfWhileItBootstraps()
    {
        var kubeadm = Reading.Cluster(Reading.Read(Manifest.Native(network: "apiServer: {type: Internal}"))).ControlPlane.Kubeadm;

        Assert.Equal("if [ -f /run/kubeadm/kubeadm.yaml ]; then echo '127.0.0.1   apiserver.c1.capz.io' >> /etc/hosts; fi", Assert.Single(kubeadm.PreKubeadmCommands));
        Assert.Contains("kubeadm-join-config.yaml", Assert.Single(kubeadm.PostKubeadmCommands), StringComparison.Ordinal);
        Assert.Empty(Reading.Cluster(Reading.Read(Manifest.Native())).ControlPlane.Kubeadm.PreKubeadmCommands);
    }

    private static ClusterSpec Capz(string network = "", string azureCluster = "") => Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(network: network, azureCluster: azureCluster)));

    private static string Json(NetworkSpec network) => System.Text.Json.JsonSerializer.Serialize(network, Contracts.ContractJson.Indented);
}
