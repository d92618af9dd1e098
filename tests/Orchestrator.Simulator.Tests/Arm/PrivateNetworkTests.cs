using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Private DNS, private endpoints, bastions, prefixes.</summary>
public sealed class PrivateNetworkTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Zone = $"{AzureTestBed.Network}/privateDnsZones/c1.capz.io";
    private const string Link = $"{Zone}/virtualNetworkLinks/link";

    [Fact]
    public async Task Zone_IsUnseenUntilItIsDone()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var accepted = await bed.PutAsync(Zone, ArmBodies.Zone());
        Assert.Equal((202, null, "60"), (accepted.Status, accepted.Body, accepted.Header("Retry-After")));
        Assert.StartsWith($"https://management.azure.com{AzureTestBed.Network}/privateDnsOperationStatuses/", accepted.Header("Azure-AsyncOperation"));
        Assert.StartsWith($"https://management.azure.com{AzureTestBed.Network}/privateDnsOperationResults/", accepted.Header("Location"));
        Assert.Equal(404, (await bed.GetAsync(Zone)).Status);
        Assert.Empty((await bed.GetAsync($"{AzureTestBed.Network}/privateDnsZones")).Body!["value"]!.AsArray());
        Assert.Equal("ParentResourceNotFound", (await bed.PutAsync(Link, ArmBodies.ZoneLink(Vnet))).Code);
        Assert.Equal("InProgress", (await bed.SendAsync("GET", accepted.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        await bed.SettleAsync();
        Assert.Equal("Succeeded", (await bed.SendAsync("GET", accepted.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        Assert.Equal("c1.capz.io", (await bed.SendAsync("GET", accepted.Header("Location")!)).Body!["name"]!.ToString());
        Assert.Equal("1", (await bed.GetAsync(Zone)).Body!["properties"]!["numberOfRecordSets"]!.ToString());
    }

    [Fact]
    public async Task Zone_WithLinks_StaysUntilTheyAreGone()
    {
        await using var bed = await WithZoneAsync();
        await bed.CreateAsync(Link, ArmBodies.ZoneLink(Vnet));
        await bed.CreateAsync($"{Zone}/A/api", Record("10.0.0.1"));
        var refused = await bed.DeleteAsync(Zone);
        Assert.Equal((409, "CannotDeleteResource"), (refused.Status, refused.Code));
        await bed.DeleteAsync(Link);
        await bed.SettleAsync();
        await bed.DeleteAsync(Zone);
        await bed.SettleAsync();
        Assert.DoesNotContain(bed.Azure.Resources.All, static entry => entry.Id.StartsWith(Zone, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_GoesWithItsNetwork()
    {
        await using var bed = await WithZoneAsync();
        await bed.CreateAsync(Link, ArmBodies.ZoneLink(Vnet));
        await bed.DeleteAsync(Vnet);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(Link)).Status);
    }

    [Fact]
    public async Task Network_HasOneLinkPerZoneAndName_AndOneRegistration()
    {
        await using var bed = await WithZoneAsync();
        await bed.CreateAsync(Link, ArmBodies.ZoneLink(Vnet, registers: true));
        Assert.Equal((409, "Conflict"), (await bed.PutAsync($"{Link}2", ArmBodies.ZoneLink(Vnet)) is var twice ? (twice.Status, twice.Code) : default));
        var second = $"{AzureTestBed.Network}/privateDnsZones/c2.capz.io";
        await bed.CreateAsync(second, ArmBodies.Zone());
        Assert.Contains("auto-registration", (await bed.PutAsync($"{second}/virtualNetworkLinks/l", ArmBodies.ZoneLink(Vnet, registers: true))).Message);
        var group = $"{AzureTestBed.Subscription}/resourceGroups/rg2";
        await bed.CreateAsync(group, ArmBodies.Located());
        var twin = $"{group}/providers/Microsoft.Network/privateDnsZones/c1.capz.io";
        await bed.CreateAsync(twin, ArmBodies.Zone());
        Assert.Contains("overlapping namespaces", (await bed.PutAsync($"{twin}/virtualNetworkLinks/l", ArmBodies.ZoneLink(Vnet))).Message);
    }

    [Theory]
    [InlineData("A/api", """{"properties":{"ttl":1,"aRecords":[]}}""")]
    [InlineData("A/api", """{"properties":{"ttl":1,"aRecords":[{"ipv4Address":"fd00::1"}]}}""")]
    [InlineData("A/api", """{"properties":{"ttl":1,"cnameRecord":{"cname":"x"}}}""")]
    [InlineData("A/a..b", """{"properties":{"ttl":1,"aRecords":[{"ipv4Address":"10.0.0.1"}]}}""")]
    [InlineData("CNAME/@", """{"properties":{"ttl":1,"cnameRecord":{"cname":"x"}}}""")]
    [InlineData("CNAME/taken", """{"properties":{"ttl":1,"cnameRecord":{"cname":"x"}}}""")]
    [InlineData("SOA/other", """{"properties":{"ttl":1,"soaRecord":{}}}""")]
    public async Task RecordSet_ThatMakesNoSense_IsRefused(string path, string body)
    {
        await using var bed = await WithZoneAsync();
        await bed.CreateAsync($"{Zone}/A/taken", Record("10.0.0.1"));
        var answer = await bed.PutAsync($"{Zone}/{path}", JsonNode.Parse(body)!);
        Assert.Equal((400, "BadRequest"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task RecordSets_AreListedByKindAndAllTogether()
    {
        await using var bed = await WithZoneAsync();
        await bed.CreateAsync($"{Zone}/A/api", Record("10.0.0.1"));
        await bed.CreateAsync($"{Zone}/AAAA/api", ArmBodies.Json(new { properties = new { ttl = 5, aaaaRecords = new[] { new { ipv6Address = "fd00::1" } } } }));
        Assert.Equal("api.c1.capz.io.", (await bed.GetAsync($"{Zone}/A")).Body!["value"]!.AsArray().Single()!["properties"]!["fqdn"]!.ToString());
        Assert.Equal(3, (await bed.GetAsync($"{Zone}/ALL")).Body!["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task PrivateEndpoint_HasAnInterfaceAndRecords_ThatLiveWithIt()
    {
        await using var bed = await WithZoneAsync();
        await bed.CreateAsync($"{Vnet}/subnets/s", ArmBodies.Subnet("10.0.0.0/24"));
        var endpoint = await bed.CreateAsync($"{AzureTestBed.Network}/privateEndpoints/pe", ArmBodies.PrivateEndpoint($"{Vnet}/subnets/s"));
        var card = endpoint["properties"]!["networkInterfaces"]![0]!["id"]!.ToString();
        Assert.Equal("10.0.0.4", (await bed.GetAsync(card)).Body!["properties"]!["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!.ToString());
        Assert.Equal("NicInUse", (await bed.DeleteAsync(card)).Code);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync($"{Vnet}/subnets/s")).Code);

        await bed.CreateAsync($"{AzureTestBed.Network}/privateEndpoints/pe/privateDnsZoneGroups/default", ArmBodies.ZoneGroup(Zone));
        Assert.Equal("10.0.0.4", (await bed.GetAsync($"{Zone}/A/service")).Body!["properties"]!["aRecords"]![0]!["ipv4Address"]!.ToString());
        await bed.DeleteAsync($"{AzureTestBed.Network}/privateEndpoints/pe");
        await bed.SettleAsync();
        Assert.Equal((404, 404), ((await bed.GetAsync(card)).Status, (await bed.GetAsync($"{Zone}/A/service")).Status));
    }

    [Fact]
    public async Task Prefix_GivesItsAddresses_UntilNoneIsLeft()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var prefix = $"{AzureTestBed.Network}/publicIPPrefixes/prefix";
        var range = System.Net.IPNetwork.Parse((await bed.CreateAsync(prefix, ArmBodies.Prefix(31)))["properties"]!["ipPrefix"]!.ToString());
        for (var i = 0; i < 2; i++)
        {
            var address = await bed.CreateAsync($"{AzureTestBed.Network}/publicIPAddresses/pip{i}", FromPrefix(prefix));
            Assert.True(range.Contains(System.Net.IPAddress.Parse(address["properties"]!["ipAddress"]!.ToString())));
        }

        Assert.Equal((400, "PublicIpPrefixHasNoFreeAddress"), (await bed.PutAsync($"{AzureTestBed.Network}/publicIPAddresses/pip2", FromPrefix(prefix)) is var full ? (full.Status, full.Code) : default));
        Assert.Equal("InUsePublicIpPrefixCannotBeDeleted", (await bed.DeleteAsync(prefix)).Code);
    }

    [Theory]
    [InlineData("AzureBastionSubnet", "10.255.255.224/27", "Basic", true, null)]
    [InlineData("AzureBastionSubnet", "10.255.255.224/28", "Basic", false, "AzureBastionSubnet")]
    [InlineData("bastion", "10.255.255.0/26", "Basic", false, "AzureBastionSubnet")]
    public async Task Bastion_NeedsItsOwnSubnet(string subnet, string range, string sku, bool isGood, string? message)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync($"{Vnet}/subnets/{subnet}", ArmBodies.Subnet(range));
        await bed.CreateAsync($"{AzureTestBed.Network}/publicIPAddresses/pip", ArmBodies.PublicAddress());
        var body = ArmBodies.Bastion($"{Vnet}/subnets/{subnet}", $"{AzureTestBed.Network}/publicIPAddresses/pip", sku);
        var answer = await bed.PutAsync($"{AzureTestBed.Network}/bastionHosts/b", body);
        Assert.Equal(isGood ? 201 : 400, answer.Status);
        Assert.Contains(message ?? "", answer.Message ?? "");
        if (isGood)
        {
            await bed.SettleAsync();
            Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync($"{Vnet}/subnets/{subnet}")).Code);
            Assert.Equal("PublicIPAddressCannotBeDeleted", (await bed.DeleteAsync($"{AzureTestBed.Network}/publicIPAddresses/pip")).Code);
        }
    }

    [Fact]
    public async Task DdosPlan_ProtectsNetworksOfOtherRegions_AndStaysWhileItDoes()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var plan = $"{AzureTestBed.Network}/ddosProtectionPlans/plan";
        await bed.CreateAsync(plan, new JsonObject { ["location"] = "northeurope", ["properties"] = new JsonObject() });
        var body = ArmBodies.Network();
        body["properties"]!["ddosProtectionPlan"] = new JsonObject { ["id"] = plan };
        body["properties"]!["enableDdosProtection"] = true;
        await bed.CreateAsync(Vnet, body);
        Assert.Equal(Vnet, (await bed.GetAsync(plan)).Body!["properties"]!["virtualNetworks"]![0]!["id"]!.ToString());
        Assert.Equal("InUseDdosProtectionPlanCannotBeDeleted", (await bed.DeleteAsync(plan)).Code);
    }

    private static JsonObject FromPrefix(string prefix)
    {
        var body = ArmBodies.PublicAddress();
        body["properties"]!["publicIPPrefix"] = new JsonObject { ["id"] = prefix };
        body.Remove("zones");
        return body;
    }

    private static JsonObject Record(string address) => ArmBodies.Json(new { properties = new { ttl = 300, aRecords = new[] { new { ipv4Address = address } } } });

    private static async Task<AzureTestBed> WithZoneAsync()
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Zone, ArmBodies.Zone());
        return bed;
    }
}
