using System.Text.Json.Nodes;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>What others add to our resources is there after the check and is no drift.</summary>
public sealed class ForeignAdditionsTests
{
    public static TheoryData<string, string, string> Additions => new()
    {
        { StepKinds.LoadBalancer, "backendAddressPools", """{"name":"theirs"}""" },
        { StepKinds.LoadBalancer, "probes", """{"name":"theirs","properties":{"protocol":"Tcp","port":30080,"intervalInSeconds":5,"numberOfProbes":2}}""" },
        { StepKinds.LoadBalancer, "loadBalancingRules", """{"name":"theirs","properties":{"protocol":"Tcp","frontendPort":80,"backendPort":30080}}""" },
        {
            StepKinds.NetworkSecurityGroup, "securityRules",
            """
            {"name":"theirs","properties":{"protocol":"Tcp","sourcePortRange":"*","destinationPortRange":"443","sourceAddressPrefix":"*",
            "destinationAddressPrefix":"*","access":"Allow","priority":300,"direction":"Inbound"}}
            """
        },
        { StepKinds.RouteTable, "routes", """{"name":"theirs","properties":{"addressPrefix":"10.244.0.0/24","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.1.0.4"}}""" },
        { StepKinds.VirtualNetwork, "subnets", """{"name":"theirs","properties":{"addressPrefix":"10.200.0.0/24"}}""" },
    };

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task ItemOfOthers_IsNoDrift(string kind, string list, string item)
    {
        await using var drift = await DriftBed.StartAsync(await ActivitiesTestBed.StartAsync());
        var id = drift.Bed.Steps.First(s => s.Kind == kind && s.Verb == StepVerb.Ensure).ResourceId!;
        var refusal = await drift.ChangeAsync(id, body =>
        {
            var added = (JsonObject)JsonNode.Parse(item)!;
            var properties = (JsonObject)body["properties"]!;
            if (list == "loadBalancingRules")
            {
                foreach (var reference in new[] { "frontendIPConfiguration", "backendAddressPool" })
                {
                    added["properties"]![reference] = properties[list]![0]!["properties"]![reference]!.DeepClone();
                }
            }

            if (properties[list] is not JsonArray items)
            {
                properties[list] = items = [];
            }

            items.Add(added);
        });
        Assert.Null(refusal);

        var report = await drift.CheckAsync();

        Assert.True(report.IsClean, DriftBed.Told(report));
        Assert.Contains((JsonArray)drift.Read(id)["properties"]![list]!, static i => (string?)i!["name"] == "theirs");
    }

    [Theory]
    [InlineData(StepKinds.LoadBalancer)]
    [InlineData(StepKinds.NetworkSecurityGroup)]
    [InlineData(StepKinds.RouteTable)]
    [InlineData(StepKinds.VirtualNetwork)]
    [InlineData(StepKinds.PublicIPAddress)]
    [InlineData(StepKinds.NetworkInterface)]
    [InlineData(StepKinds.VirtualMachine)]
    [InlineData(StepKinds.VirtualMachineScaleSet)]
    public async Task TagOfOthers_IsNoDrift(string kind)
    {
        await using var drift = await DriftBed.StartAsync(await ActivitiesTestBed.StartAsync());
        var id = drift.Bed.Steps.First(s => s.Kind == kind && s.Verb == StepVerb.Ensure).ResourceId!;
        Assert.Null(await drift.ChangeAsync(id, static body => body["tags"]!["theirs"] = "kept"));

        var report = await drift.CheckAsync();

        Assert.True(report.IsClean, DriftBed.Told(report));
        Assert.Equal("kept", (string?)drift.Read(id)["tags"]!["theirs"]);
    }
}
