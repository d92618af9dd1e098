namespace Orchestrator.Manifests.Tests.Validation;

/// <summary>One row per rule of bastions, peerings, private endpoints, private DNS and outbound load balancers.</summary>
public sealed class PrivateNetworkValidationTests
{
    private const string Hub = "vnet: {peerings: [{remoteVnetName: hub, resourceGroup: net";
    private const string Endpoint = "subnets: [{role: control-plane}, {role: node, privateEndpoints: [{name: pe, ";
    private const string Connection = "privateLinkServiceConnections: [{name: c, privateLinkServiceID: /subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/a}]";

    [Theory]
    [InlineData(Hub + "}, {remoteVnetName: hub, resourceGroup: net}]}", "ORC0106", "is peered twice")]
    [InlineData(Hub + "}, {remoteVnetName: hub, resourceGroup: other}]}", "ORC0106", "Two peered networks are named 'hub'")]
    [InlineData("vnet: {peerings: [{remoteVnetName: c1-vnet, resourceGroup: net}]}", "ORC0106", "the name of the cluster's own")]
    [InlineData("vnet: {peerings: [{resourceGroup: net}]}", "ORC0105", "'remoteVnetName' is missing")]
    [InlineData("vnet: {peerings: [{remoteVnetName: 'a b'}]}", "ORC0106", "'remoteVnetName' cannot be \"a b\"")]
    [InlineData("vnet: {peerings: [{remoteVnetName: hub, resourceGroup: 'a b'}]}", "ORC0106", "'resourceGroup' cannot be \"a b\"")]
    [InlineData(Hub + ", forwardPeeringProperties: {useRemoteGateways: true}}]}", "ORC0106", "the opposite one does not let it")]
    [InlineData(Hub + ", reversePeeringProperties: {useRemoteGateways: true}}]}", "ORC0106", "the opposite one does not let it")]
    [InlineData(
        "vnet: {peerings: [{remoteVnetName: a, forwardPeeringProperties: {useRemoteGateways: true}, reversePeeringProperties: {allowGatewayTransit: true}}, "
        + "{remoteVnetName: b, forwardPeeringProperties: {useRemoteGateways: true}, reversePeeringProperties: {allowGatewayTransit: true}}]}",
        "ORC0106", "gateways of one peered network at most")]
    [InlineData(Hub + ", forwardPeeringProperties: {allowForwardedTrafic: true}}]}", "ORC0103", "'allowForwardedTrafic' is not known")]
    [InlineData("vnet: {id: my-network}", "ORC0106", "not the ARM id of a resource of type Microsoft.Network/virtualNetworks")]
    [InlineData("vnet: {id: /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}", "ORC0106", "no machine into a network of another subscription")]
    [InlineData("vnet: {name: w, id: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v}", "ORC0106", "'id' says \"v\"")]
    [InlineData("subnets: [{role: control-plane, securityGroup: {id: /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n}}]", "ORC0106", "in another subscription than the subnet")]
    [InlineData(
        "subnets: [{role: control-plane, securityGroup: {id: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n, securityRules: [{name: a, protocol: Tcp, priority: 300}]}}]",
        "ORC0106", "its rules are not changed")]
    public void Network_ThatCannotBe_IsRefused(string network, string code, string message) => Refused(Manifest.Capz(network: network), code, message);

    [Theory]
    [InlineData("{enableTunneling: true}", "ORC0106", "A bastion of sku Basic has no tunneling")]
    [InlineData("{sku: Premium}", "ORC0106", "not one of its values")]
    [InlineData("{subnet: {name: mine}}", "ORC0106", "Azure takes no bastion in a subnet named 'mine'")]
    [InlineData("{subnet: {cidrBlocks: [10.9.0.0/28]}}", "ORC0106", "too small")]
    [InlineData("{subnet: {cidrBlocks: [10.0.0.0/26]}}", "ORC0110", "overlaps that of the subnet")]
    [InlineData("{subnet: {cidrBlocks: [11.0.0.0/26]}}", "ORC0110", "does not lie in the virtual network")]
    [InlineData("{subnet: {role: node}}", "ORC0106", "not one of its values")]
    [InlineData("{name: 'a b'}", "ORC0106", "'name' cannot be \"a b\"")]
    [InlineData("{publicIP: {name: 'a b'}}", "ORC0106", "'name' cannot be \"a b\"")]
    public void Bastion_ThatCannotBe_IsRefused(string bastion, string code, string message) =>
        Refused(Manifest.Capz(azureCluster: $"bastionSpec: {{azureBastion: {bastion}}}"), code, message);

    [Theory]
    [InlineData(Endpoint + "}]}]", "ORC0105", "has no connection")]
    [InlineData(Endpoint + "privateLinkServiceConnections: [{privateLinkServiceID: x}]}]}]", "ORC0106", "\"x\" is not an ARM id")]
    [InlineData(
        Endpoint + "privateLinkServiceConnections: [{privateLinkServiceID: /subscriptions/s/resourceGroups/r/providers/A.B/c/d}, {privateLinkServiceID: /subscriptions/s/resourceGroups/r/providers/A.B/c/e}]}]}]",
        "ORC0106", "2 connections")]
    [InlineData(Endpoint + "privateLinkServiceConnections: [{name: c}]}]}]", "ORC0105", "'privateLinkServiceID' is missing")]
    [InlineData(Endpoint + Connection + ", privateIPAddresses: [10.1.0.300]}]}]", "ORC0106", "not an IP address")]
    [InlineData(Endpoint + Connection + ", privateIPAddresses: [10.2.0.3]}]}]", "ORC0110", "does not lie in the subnet")]
    [InlineData(Endpoint + Connection + ", applicationSecurityGroups: [x]}]}]", "ORC0106", "Microsoft.Network/applicationSecurityGroups")]
    [InlineData(Endpoint + Connection + ", location: West Europe}]}]", "ORC0106", "'location' cannot be \"West Europe\"")]
    [InlineData(Endpoint + Connection + "}, {name: pe, " + Connection + "}]}]", "ORC0106", "Two private endpoints are named 'pe'")]
    [InlineData("subnets: [{role: control-plane}, {role: node, privateEndpoints: [{name: 'a b', " + Connection + "}]}]", "ORC0106", "'name' cannot be \"a b\"")]
    public void PrivateEndpoint_ThatCannotBe_IsRefused(string network, string code, string message) => Refused(Manifest.Capz(network: network), code, message);

    [Theory]
    [InlineData("privateDNSZoneName: a.example.com", "ORC0106", "Only an internal API server")]
    [InlineData("apiServerLB: {type: Internal}, privateDNSZoneName: A_b.example.com", "ORC0106", "'privateDNSZoneName' cannot be")]
    [InlineData("apiServerLB: {type: Internal}, privateDNSZoneName: local", "ORC0106", "one label")]
    [InlineData("apiServerLB: {type: Internal}, privateDNSZoneResourceGroup: dns", "ORC0106", "needs 'privateDNSZoneName'")]
    [InlineData("apiServerLB: {type: Internal}, privateDNSZone: None, privateDNSZoneName: a.example.com", "ORC0106", "no zone to name")]
    [InlineData("apiServerLB: {type: Internal}, privateDNSZone: None", "ORC0105", "has no name")]
    [InlineData("apiServerLB: {type: Internal, frontendIPs: [{name: f, privateIP: 10.5.0.1}]}", "ORC0110", "does not lie in the control plane's subnet")]
    [InlineData("apiServerLB: {frontendIPs: [{name: f, publicIP: {name: p}}, {name: g, privateIP: 10.5.0.1}]}", "ORC0110", "does not lie in the control plane's subnet")]
    [InlineData("apiServerLB: {frontendIPs: [{name: f, publicIP: {name: p}}, {name: g, publicIP: {name: q}}]}", "ORC0106", "2 front ends")]
    [InlineData("apiServerLB: {frontendIPs: [{name: f, privateIP: 10.0.0.5}, {name: g, privateIP: 10.0.0.6}]}", "ORC0106", "2 private front ends")]
    [InlineData("controlPlaneOutboundLB: {}", "ORC0106", "with a public API server")]
    [InlineData("apiServerLB: {type: Internal}, controlPlaneOutboundLB: {frontendIPsCount: 17}", "ORC0106", "'frontendIPsCount' cannot be 17")]
    [InlineData("apiServerLB: {type: Internal}, controlPlaneOutboundLB: {frontendIPsCount: 0}", "ORC0106", "'frontendIPsCount' cannot be 0")]
    [InlineData("apiServerLB: {type: Internal}, controlPlaneOutboundLB: {idleTimeoutInMinutes: 31}", "ORC0106", "'idleTimeoutInMinutes' cannot be 31")]
    [InlineData("apiServerLB: {type: Internal}, controlPlaneOutboundLB: {type: Internal}", "ORC0106", "is always public")]
    [InlineData("nodeOutboundLB: {frontendIPs: [{name: f}]}", "ORC0105", "has no public IP")]
    [InlineData("additionalAPIServerLBPorts: [{name: a, port: 0}]", "ORC0106", "'port' cannot be 0")]
    [InlineData("additionalAPIServerLBPorts: [{name: a, port: 6443}]", "ORC0106", "already has the port 6443")]
    [InlineData("additionalAPIServerLBPorts: [{name: a, port: 9345}, {name: a, port: 9346}]", "ORC0106", "Another rule")]
    [InlineData("additionalAPIServerLBPorts: [{name: a, port: 9345}, {name: b, port: 9345}]", "ORC0106", "already has the port 9345")]
    [InlineData("additionalAPIServerLBPorts: [{name: LBRuleHTTPS, port: 9345}]", "ORC0106", "Another rule")]
    [InlineData("additionalAPIServerLBPorts: [{name: a}]", "ORC0105", "'port' is missing")]
    public void ApiServer_ThatCannotBe_IsRefused(string network, string code, string message) => Refused(Manifest.Capz(network: network), code, message);

    private static void Refused(string text, string code, string message)
    {
        var result = Reading.Read(text);
        var all = string.Join('\n', result.Diagnostics.Select(Reading.Show));
        Assert.True(result.Diagnostics.Any(d => d.Code == code && d.Message.Contains(message, StringComparison.Ordinal)), all);
        var problem = result.Diagnostics.First(d => d.Code == code && d.Message.Contains(message, StringComparison.Ordinal));

        Assert.Empty(result.Clusters);
        Assert.True(problem is { Line: > 0, Column: > 0, Document: > 0, File: "cluster.yaml", Path.Length: > 0, Action.Length: > 0 }, Reading.Show(problem));
    }
}
