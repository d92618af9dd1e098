using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Validation;

namespace Orchestrator.Manifests.Tests.Validation;

public sealed class ClusterTransitionsTests
{
    private static readonly string Before = Manifest.Capz(network: "nodeOutboundLB: {frontendIPsCount: 1}");

    [Theory]
    [InlineData("location: westeurope", "location: northeurope", "location")]
    [InlineData("subscriptionID: 0", "subscriptionID: 1", "subscriptionID")]
    [InlineData("subscriptionID:", "resourceGroup: other, subscriptionID:", "resourceGroup")]
    [InlineData("subscriptionID:", "azureEnvironment: AzureChinaCloud, subscriptionID:", "azureEnvironment")]
    [InlineData("networkSpec: {", "networkSpec: {vnet: {name: other},", "name")]
    [InlineData("networkSpec: {", "networkSpec: {vnet: {cidrBlocks: [10.0.0.0/9]},", "cidrBlocks")]
    [InlineData("networkSpec: {", "networkSpec: {subnets: [{name: c1-node-subnet, role: node, cidrBlocks: [10.2.0.0/16]}],", "cidrBlocks")]
    [InlineData("networkSpec: {", "networkSpec: {subnets: [{name: other, role: node}],", "subnets")]
    [InlineData("networkSpec: {", "networkSpec: {apiServerLB: {name: other},", "name")]
    [InlineData("networkSpec: {", "networkSpec: {apiServerLB: {idleTimeoutInMinutes: 5},", "idleTimeoutInMinutes")]
    [InlineData("nodeOutboundLB: {frontendIPsCount: 1}", "", "networkSpec")]
    [InlineData("clusterNetwork: {", "clusterNetwork: {pods: {cidrBlocks: [192.168.0.0/16]},", "cidrBlocks")]
    [InlineData("type: WorkloadIdentity", "type: UserAssignedMSI", "")]
    public void Field_ThatCannotChange_IsRefusedAtItsLine(string before, string after, string lastInPath)
    {
        var result = Reading.Read(Before.Replace(before, after, StringComparison.Ordinal));
        var next = Reading.Cluster(result);
        var problems = ClusterTransitions.Validate(Cluster(Before), next, result.Origins[next.Key]);

        Assert.All(problems, p => Assert.Equal("ORC0112", p.Code));
        Assert.Contains(problems, p => p.Line > 0 && p.Path!.EndsWith(lastInPath, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nodeOutboundLB: {frontendIPsCount: 1}", "nodeOutboundLB: {frontendIPsCount: 3}")]
    [InlineData("networkSpec: {", "networkSpec: {subnets: [{role: control-plane}, {name: c1-node-subnet, role: node, natGateway: {name: c1-node-natgw}}, {name: new, role: node}],")]
    [InlineData("vmSize: Standard_D2s_v3", "vmSize: Standard_D4s_v3")]
    [InlineData("{clusterName: c1, template", "{replicas: 9, clusterName: c1, template")]
    [InlineData("version: v1.30.2", "version: v1.31.0")]
    [InlineData("version: v1.30.2", "version: v1.30.9")]
    public void Field_ThatMayChange_IsTaken(string before, string after)
    {
        var text = Before.Replace(before, after, StringComparison.Ordinal);
        text = after.Contains("name: new", StringComparison.Ordinal) ? text.Replace("spec: {location: westeurope, template: {", "spec: {location: westeurope, template: {subnetName: c1-node-subnet, ", StringComparison.Ordinal) : text;

        Assert.Empty(ClusterTransitions.Validate(Cluster(Before), Cluster(text)).Select(Reading.Show));
    }

    private const string PrivateNetwork = "networkSpec: {apiServerLB: {type: Internal}, controlPlaneOutboundLB: {frontendIPsCount: 1}, ";

    [Theory]
    [InlineData("frontendIPsCount: 1}", "frontendIPsCount: 2}", "controlPlaneOutboundLB")]
    [InlineData("controlPlaneOutboundLB: {frontendIPsCount: 1}, ", "", "networkSpec")]
    [InlineData("networkSpec: {", "networkSpec: {privateDNSZoneName: other.example.com, ", "name")]
    [InlineData("sku: Standard", "sku: Basic", "sku")]
    [InlineData("name: b,", "name: other,", "name")]
    public void PrivateField_ThatCannotChange_IsRefusedAtItsLine(string before, string after, string lastInPath)
    {
        var old = Private();
        var result = Reading.Read(old.Replace(before, after, StringComparison.Ordinal));
        var next = Reading.Cluster(result);
        var problems = ClusterTransitions.Validate(Cluster(old), next, result.Origins[next.Key]);

        Assert.NotEmpty(problems);
        Assert.Contains(problems, p => p.Code == "ORC0112" && p.Line > 0 && (p.Path!.Contains(lastInPath, StringComparison.Ordinal) || p.Message.Contains("privateDnsZone", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("bastionSpec: {azureBastion: {name: b, sku: Standard}}", "")]
    [InlineData("name: b, sku: Standard", "name: b, sku: Standard, enableTunneling: true")]
    [InlineData("networkSpec: {", "networkSpec: {vnet: {peerings: [{remoteVnetName: hub}]}, ")]
    [InlineData("networkSpec: {", "networkSpec: {additionalAPIServerLBPorts: [{name: a, port: 9345}], ")]
    public void PrivateField_ThatMayChange_IsTaken(string before, string after)
    {
        var old = Private();

        Assert.Empty(ClusterTransitions.Validate(Cluster(old), Cluster(old.Replace(before, after, StringComparison.Ordinal))).Select(Reading.Show));
    }

    private static string Private() => Manifest.Capz(azureCluster: "bastionSpec: {azureBastion: {name: b, sku: Standard}}")
        .Replace("networkSpec: {", PrivateNetwork, StringComparison.Ordinal);

    [Theory]
    [InlineData("v1.29.9", null, "cannot go back to v1.29.9")]
    [InlineData("v1.30.1", null, "cannot go back to v1.30.1")]
    [InlineData("v1.32.0", null, "cannot skip to v1.32.0")]
    [InlineData("v1.31.0", "v1.30.1", "The pool 'pool' runs v1.30.2; it cannot go back")]
    public void Version_GoesUpOneMinorAtATime(string version, string? pool, string message)
    {
        var after = Cluster(Manifest.Native(version: version, pool: pool is null ? "" : $"kubernetesVersion: {pool}"));
        var problems = ClusterTransitions.Validate(Cluster(Manifest.Native()), after);

        Assert.Contains(problems, p => p.Code == "ORC0111" && p.Message.Contains(message, StringComparison.Ordinal));
    }

    private static ClusterSpec Cluster(string text) => Reading.Cluster(Reading.Read(text));
}
