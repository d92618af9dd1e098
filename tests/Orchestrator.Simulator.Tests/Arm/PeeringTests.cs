using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Peerings have two ends, which may be far apart.</summary>
public sealed class PeeringTests
{
    private const string Other = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/hub-rg";
    private const string Spoke = $"{AzureTestBed.Network}/virtualNetworks/spoke";
    private const string Hub = $"{Other}/providers/Microsoft.Network/virtualNetworks/hub";
    private const string ToHub = $"{Spoke}/virtualNetworkPeerings/to-hub";
    private const string ToSpoke = $"{Hub}/virtualNetworkPeerings/to-spoke";

    [Fact]
    public async Task Peering_AcrossSubscriptionsAndRegions_ConnectsWhenBothEndsAreThere()
    {
        await using var bed = await StartAsync();
        await bed.CreateAsync(ToHub, ArmBodies.Peering(Hub));
        Assert.Equal("Initiated", await StateAsync(bed, ToHub));
        await bed.CreateAsync(ToSpoke, ArmBodies.Peering(Spoke));
        Assert.Equal(("Connected", "Connected"), (await StateAsync(bed, ToHub), await StateAsync(bed, ToSpoke)));
        var shown = (await bed.GetAsync(Spoke)).Body!["properties"]!["virtualNetworkPeerings"]!.AsArray();
        Assert.Equal("172.16.0.0/12", shown.Single()!["properties"]!["remoteAddressSpace"]!["addressPrefixes"]![0]!.ToString());
    }

    [Theory]
    [InlineData(ToSpoke)]
    [InlineData(Hub)]
    public async Task Peering_WhoseOtherEndGoes_IsDisconnectedUntilItIsWrittenAgain(string gone)
    {
        await using var bed = await StartAsync();
        await bed.CreateAsync(ToHub, ArmBodies.Peering(Hub));
        await bed.CreateAsync(ToSpoke, ArmBodies.Peering(Spoke));
        await bed.DeleteAsync(gone);
        await bed.SettleAsync();
        Assert.Equal("Disconnected", await StateAsync(bed, ToHub));

        await bed.CreateAsync(Hub, HubBody());
        var refused = await bed.PutAsync(ToSpoke, ArmBodies.Peering(Spoke));
        Assert.Equal((400, "RemotePeeringIsDisconnected"), (refused.Status, refused.Code));
        await bed.CreateAsync(ToHub, ArmBodies.Peering(Hub));
        Assert.Equal("Initiated", await StateAsync(bed, ToHub));
        await bed.CreateAsync(ToSpoke, ArmBodies.Peering(Spoke));
        Assert.Equal(("Connected", "Connected"), (await StateAsync(bed, ToHub), await StateAsync(bed, ToSpoke)));
    }

    [Fact]
    public async Task BothEnds_AtOnce_TakeTurns()
    {
        await using var bed = await StartAsync();
        Assert.Equal(201, (await bed.PutAsync(ToHub, ArmBodies.Peering(Hub))).Status);
        var early = await bed.PutAsync(ToSpoke, ArmBodies.Peering(Spoke));
        Assert.Equal((429, "ReferencedResourceNotProvisioned"), (early.Status, early.Code));
        var second = await bed.PutAsync($"{Spoke}/subnets/s", ArmBodies.Subnet());
        Assert.Equal((409, "AnotherOperationInProgress"), (second.Status, second.Code));
        await bed.SettleAsync();
        Assert.Equal(201, (await bed.PutAsync(ToSpoke, ArmBodies.Peering(Spoke))).Status);
    }

    [Theory]
    [InlineData("10.1.0.0/16", "VnetAddressSpacesOverlap")]
    [InlineData("172.16.0.0/12", "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet")]
    public async Task OverlappingAddressSpaces_AreRefused(string hubSpace, string code)
    {
        await using var bed = await StartAsync(hubSpace);
        if (hubSpace.StartsWith("172", StringComparison.Ordinal))
        {
            var third = $"{AzureTestBed.Network}/virtualNetworks/third";
            await bed.CreateAsync(third, ArmBodies.Network("10.200.0.0/16"));
            await bed.CreateAsync($"{Hub}/virtualNetworkPeerings/to-third", ArmBodies.Peering(third));
        }

        var refused = await bed.PutAsync(ToHub, ArmBodies.Peering(Hub));
        Assert.Equal((400, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task SecondPeering_ToTheSameNetwork_IsRefused()
    {
        await using var bed = await StartAsync();
        await bed.CreateAsync(ToHub, ArmBodies.Peering(Hub));
        Assert.Equal("AnotherPeeringAlreadyReferencesRemoteVnet", (await bed.PutAsync($"{ToHub}2", ArmBodies.Peering(Hub))).Code);
        Assert.Equal("InvalidResourceReference", (await bed.PutAsync($"{ToHub}3", ArmBodies.Peering($"{Hub}9"))).Code);
        Assert.Equal("InvalidRequestFormat", (await bed.PutAsync($"{ToHub}4", ArmBodies.Peering(Spoke))).Code);
    }

    [Fact]
    public async Task AddressSpace_ThatGrowsLater_ShowsInTheSyncLevel()
    {
        await using var bed = await StartAsync();
        await bed.CreateAsync(ToHub, ArmBodies.Peering(Hub));
        var body = HubBody();
        body["properties"]!["addressSpace"]!["addressPrefixes"] = new JsonArray("172.16.0.0/12", "192.168.0.0/16");
        await bed.CreateAsync(Hub, body);
        Assert.Equal("RemoteNotInSync", (await bed.GetAsync(ToHub)).Body!["properties"]!["peeringSyncLevel"]!.ToString());
        await bed.CreateAsync(ToHub, ArmBodies.Peering(Hub));
        Assert.Equal("FullyInSync", (await bed.GetAsync(ToHub)).Body!["properties"]!["peeringSyncLevel"]!.ToString());
    }

    private static async Task<AzureTestBed> StartAsync(string hubSpace = "172.16.0.0/12")
    {
        var bed = await AzureTestBed.StartAsync(static options => options with { OtherSubscriptionIds = ["22222222-2222-2222-2222-222222222222"] });
        await bed.CreateAsync(Other, new JsonObject { ["location"] = "northeurope" });
        await bed.CreateAsync(Spoke, ArmBodies.Network());
        await bed.CreateAsync(Hub, HubBody(hubSpace));
        return bed;
    }

    private static JsonObject HubBody(string space = "172.16.0.0/12")
    {
        var body = ArmBodies.Network(space);
        body["location"] = "northeurope";
        return body;
    }

    private static async Task<string> StateAsync(AzureTestBed bed, string peering) => (await bed.GetAsync(peering)).Body!["properties"]!["peeringState"]!.ToString();
}
