using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

public sealed class SecurityRuleGroupTests
{
    [Fact]
    public async Task Ensure_RuleWithApplicationSecurityGroups_SendsReferencesInPlaceOfAddressesAndSettles()
    {
        await using var bed = await PrivateNetwork.StartAsync(Spec());
        await bed.CreateNetworkAsync();

        var rule = bed.Wire.Requests.Where(static r => r.Method == "PUT" && ResourceId.TypeOf(r.Path) == ArmTypes.NetworkSecurityGroup)
            .SelectMany(static r => (JsonArray)r.Body!["properties"]!["securityRules"]!).First(static r => (string?)r!["name"] == "from-web")!["properties"]!;
        Assert.Equal(PrivateNetwork.Group, (string?)rule["sourceApplicationSecurityGroups"]![0]!["id"]);
        Assert.Null(rule["sourceAddressPrefix"]);
        Assert.Equal("*", (string?)rule["destinationAddressPrefix"]);
        foreach (var step in bed.NetworkSteps.Where(static s => s.Kind == StepKinds.NetworkSecurityGroup))
        {
            Assert.Equal("unchanged", (await bed.EnsureAsync(step)).Detail);
        }
    }

    [Fact]
    public void Graph_SecurityGroup_WaitsForTheGroupsOfItsRules()
    {
        var graph = KubeadmClusterGraph.Build(Spec(), Borrowed.Nothing);

        Assert.Contains(graph, static s => s.Kind == StepKinds.NetworkSecurityGroup && s.DependsOn.Contains("ApplicationSecurityGroup/asg"));
    }

    private static ClusterSpec Spec()
    {
        var spec = PrivateNetwork.Spec();
        var rule = new SecurityRuleSpec { Name = "from-web", Protocol = "Tcp", Priority = 900, DestinationPorts = "443", SourceGroups = [PrivateNetwork.Group] };
        return spec with
        {
            Network = spec.Network with
            {
                Subnets = [.. spec.Network.Subnets.Select(s => s.Role == SubnetRole.Node ? s with { SecurityGroup = s.SecurityGroup! with { Rules = [.. s.SecurityGroup.Rules, rule] } } : s)],
            },
        };
    }
}
