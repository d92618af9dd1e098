using System.Text.Json;
using Orchestrator.Manifests.Defaults;

namespace Orchestrator.Manifests.Tests.Defaults;

public sealed class ResourceNamesTests
{
    private static readonly Dictionary<string, Func<string>> Names = new(StringComparer.Ordinal)
    {
        ["vnet"] = () => ResourceNames.VirtualNetwork("{c}"),
        ["controlPlaneSubnet"] = () => ResourceNames.ControlPlaneSubnet("{c}"),
        ["nodeSubnet(first, implicit)"] = () => ResourceNames.NodeSubnet("{c}"),
        ["nodeSubnet(listed without name, index i from 1)"] = () => Index(ResourceNames.NodeSubnet("{c}", 7)),
        ["clusterSubnet"] = () => ResourceNames.ClusterSubnet("{c}"),
        ["controlPlaneNSG"] = () => ResourceNames.ControlPlaneSecurityGroup("{c}"),
        ["nodeNSG"] = () => ResourceNames.NodeSecurityGroup("{c}"),
        ["clusterNSG"] = () => ResourceNames.ClusterSecurityGroup("{c}"),
        ["nodeRouteTable"] = () => ResourceNames.NodeRouteTable("{c}"),
        ["clusterRouteTable"] = () => ResourceNames.ClusterRouteTable("{c}"),
        ["natGateway(node, implicit subnet)"] = () => ResourceNames.NodeNatGateway("{c}"),
        ["natGateway(node, listed subnet i)"] = () => Index(ResourceNames.NodeNatGateway("{c}", 7)),
        ["natGateway(cluster subnet)"] = () => ResourceNames.ClusterNatGateway("{c}"),
        ["natGatewayIP"] = () => ResourceNames.NatGatewayIP("{natgw}"),
        ["apiServerPublicLB"] = () => ResourceNames.PublicLoadBalancer("{c}"),
        ["apiServerInternalLB"] = () => ResourceNames.InternalLoadBalancer("{c}"),
        ["nodeOutboundLB"] = () => ResourceNames.NodeOutboundLoadBalancer("{c}"),
        ["frontend"] = () => ResourceNames.Frontend("{lb}"),
        ["frontend(i of n>1)"] = () => Index(ResourceNames.Frontend("{lb}", 7)),
        ["backendPool(apiServer)"] = () => ResourceNames.ApiServerBackendPool("{lb}"),
        ["backendPool(outbound)"] = () => ResourceNames.OutboundBackendPool("{lb}"),
        ["apiServerPublicIP"] = () => ResourceNames.ApiServerIP("{c}"),
        ["privateDnsZone"] = () => ResourceNames.PrivateDnsZone("{c}"),
    };

    [Fact]
    public void Name_OfEveryResourceThatTheSpecNames_IsThatOfCapz()
    {
        var rules = JsonDocument.Parse(Repository.Shared("conformance", "resource_names.json")).RootElement.GetProperty("rules");

        Assert.All(Names, name => Assert.Equal(rules.GetProperty(name.Key).GetString(), name.Value()));
        Assert.Equal("pip-{c}-node-outbound(-{i})", $"{ResourceNames.NodeOutboundIP("{c}")}(-{{i}})");
        Assert.Equal(rules.GetProperty("nodeOutboundIP").GetString(), $"{ResourceNames.NodeOutboundIP("{c}")}(-{{i}})");
    }

    // Published test vectors of 32-bit FNV-1a.
    [Theory]
    [InlineData("", 0x811c9dc5u)]
    [InlineData("a", 0xe40c292cu)]
    [InlineData("foobar", 0xbf9cf968u)]
    public void Fnv32A_OfAKnownText_IsItsKnownHash(string text, uint expected) => Assert.Equal(expected, DnsLabel.Fnv32A(text));

    [Theory]
    [InlineData("AzurePublicCloud", "c1-abc.westeurope.cloudapp.azure.com")]
    [InlineData("AzureUSGovernmentCloud", "c1-abc.westeurope.cloudapp.usgovcloudapi.net")]
    [InlineData("AzureChinaCloud", "c1-abc.westeurope.cloudapp.chinacloudapi.cn")]
    public void Host_InEachCloud_EndsWithTheCloudsSuffix(string cloud, string expected) => Assert.Equal(expected, DnsLabel.Host("c1-abc", "westeurope", cloud));

    private static string Index(string name) => name.Replace("7", "{i}", StringComparison.Ordinal);
}
