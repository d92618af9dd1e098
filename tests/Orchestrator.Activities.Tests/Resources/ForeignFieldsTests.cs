using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>What others add to our resources stays; what we once added and no longer want goes.</summary>
public sealed class ForeignFieldsTests
{
    private static readonly JsonObject ServiceRule = (JsonObject)JsonNode.Parse("""{"name":"service-80","properties":{"protocol":"Tcp","frontendPort":80,"backendPort":30080}}""")!;

    [Fact]
    public async Task LoadBalancer_RuleOfTheCloudProvider_SurvivesTheRepairOfOurs()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = await bed.PrepareAsync(StepKinds.LoadBalancer);
        await bed.ReachAsync(step);
        await ChangeAsync(bed, step, body =>
        {
            var rules = (JsonArray)body["properties"]!["loadBalancingRules"]!;
            var foreign = (JsonObject)ServiceRule.DeepClone();
            foreign["properties"]!["frontendIPConfiguration"] = rules[0]!["properties"]!["frontendIPConfiguration"]!.DeepClone();
            foreign["properties"]!["backendAddressPool"] = rules[0]!["properties"]!["backendAddressPool"]!.DeepClone();
            rules[0]!["properties"]!["idleTimeoutInMinutes"] = 17;
            rules.Add(foreign);
        });

        await bed.ReachAsync(step);

        var after = (JsonArray)(await bed.ReadAsync(step.ResourceId!))["properties"]!["loadBalancingRules"]!;
        Assert.Equal(["LBRuleHTTPS", "service-80"], after.Select(static r => (string)r!["name"]!));
        Assert.Equal(4, (int)after[0]!["properties"]!["idleTimeoutInMinutes"]!);
    }

    [Fact]
    public async Task VirtualNetwork_Update_KeepsTheSubnetsOfOthers()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await bed.CreateAllAsync();
        var step = bed.Steps.Single(static s => s.Kind == StepKinds.VirtualNetwork);
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        var other = new JsonObject { ["properties"] = new JsonObject { ["addressPrefix"] = "10.200.0.0/24" } };
        Assert.Null((await arm.PutAsync($"{step.ResourceId}/subnets/theirs", other, null, "theirs", default)).Error);
        await bed.SettleAsync();
        await bed.ApplyAsync(bed.Spec with { AdditionalTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "blue" } });

        var outcome = await bed.EnsureAsync(step);
        await bed.SettleAsync();

        Assert.Equal("updated", outcome.Detail);
        var subnets = (JsonArray)(await bed.ReadAsync(step.ResourceId!))["properties"]!["subnets"]!;
        Assert.Equal(["control-plane-subnet", "node-subnet", "theirs"], subnets.Select(static s => (string)s!["name"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SecurityGroup_RuleThatTheSpecDropped_GoesAndTheForeignOneStays()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = await bed.PrepareAsync(StepKinds.NetworkSecurityGroup);
        await bed.ReachAsync(step);
        await ChangeAsync(bed, step, static body => ((JsonArray)body["properties"]!["securityRules"]!).Add(JsonNode.Parse(
            """{"name":"theirs","properties":{"protocol":"Tcp","sourcePortRange":"*","destinationPortRange":"443","sourceAddressPrefix":"*","destinationAddressPrefix":"*","access":"Allow","priority":300,"direction":"Inbound"}}""")));
        await bed.ApplyAsync(bed.Spec with
        {
            Network = bed.Spec.Network with
            {
                Subnets = [.. bed.Spec.Network.Subnets.Select(static s => s with
                {
                    SecurityGroup = s.SecurityGroup! with { Rules = [.. s.SecurityGroup.Rules.Where(static r => r.Name != "allow_ssh")] },
                })],
            },
        });

        await bed.ReachAsync(step);

        var rules = (JsonArray)(await bed.ReadAsync(step.ResourceId!))["properties"]!["securityRules"]!;
        Assert.Equal(["allow_apiserver", "theirs"], rules.Select(static r => (string)r!["name"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tags_OnesThatTheSpecDroppedGo_OnesOfUsersStay()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Specs.Sample() with { AdditionalTags = Tags("team", "blue") });
        var step = await bed.PrepareAsync(StepKinds.RouteTable);
        await bed.ReachAsync(step);
        await ChangeAsync(bed, step, static body => body["tags"]!["theirs"] = "kept");
        await bed.ApplyAsync(bed.Spec with { AdditionalTags = Tags("cost", "42") });

        await bed.ReachAsync(step);

        var tags = (JsonObject)(await bed.ReadAsync(step.ResourceId!))["tags"]!;
        Assert.Equal(("42", "kept", null), ((string?)tags["cost"], (string?)tags["theirs"], (string?)tags["team"]));
    }

    [Fact]
    public async Task Ensure_FieldThatNeverChangesInPlace_IsRefusedAndNamed()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = await bed.PrepareAsync(StepKinds.PublicIPAddress);
        await bed.ReachAsync(step);
        var puts = bed.Wire.Puts;
        await bed.ApplyAsync(bed.Spec with { Network = bed.Spec.Network with { ApiServerLoadBalancer = bed.Spec.Network.ApiServerLoadBalancer with { AvailabilityZones = ["2"] } }, Location = "northeurope" });

        var outcome = await bed.EnsureAsync(step);

        Assert.Equal((ResourceState.Failed, ErrorCatalog.ImmutableInAzure.Code), (outcome.State, outcome.Error?.Code));
        Assert.Contains("$.location", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(puts, bed.Wire.Puts);
    }

    [Fact]
    public async Task Update_SomebodyChangedItMeanwhile_SendsTheVersionThatWasRead()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = await bed.PrepareAsync(StepKinds.LoadBalancer);
        await bed.ReachAsync(step);
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        var stale = await arm.GetAsync(step.ResourceId!, "first", default);
        await ChangeAsync(bed, step, static body => body["tags"]!["theirs"] = "1");

        var put = await arm.PutAsync(step.ResourceId!, stale.Resource!, stale.ETag, "second", default);

        Assert.Equal(ErrorCatalog.PreconditionFailed.Code, put.Error?.Code);
    }

    private static Dictionary<string, string> Tags(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static async Task ChangeAsync(ActivitiesTestBed bed, GraphStep step, Action<JsonObject> change)
    {
        var body = await bed.ReadAsync(step.ResourceId!);
        change(body);
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        Assert.Null((await arm.PutAsync(step.ResourceId!, body, etag: null, "somebody else", default)).Error);
        await bed.SettleAsync();
    }
}
