using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Flexible orchestration, availability sets, extensions, images, and what sizes can be had.</summary>
public sealed class FlexibleScaleSetTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Subnet = $"{Vnet}/subnets/nodes";
    private const string Pool = $"{AzureTestBed.Compute}/virtualMachineScaleSets/pool";

    [Fact]
    public async Task Instances_AreVirtualMachinesWithDisksAndInterfaces()
    {
        await using var bed = await WithSubnetAsync();
        await bed.CreateAsync(Pool, ArmBodies.FlexibleScaleSet(Subnet, 3));
        var machines = await MachinesAsync(bed);
        Assert.Equal(3, machines.Count);
        Assert.All(machines, static machine => Assert.StartsWith("pool_", machine["name"]!.ToString()));
        Assert.Equal(["1", "2", "3"], machines.Select(static machine => machine["zones"]![0]!.ToString()).Order());
        Assert.All(machines, static machine => Assert.Equal(Pool, machine["properties"]!["virtualMachineScaleSet"]!["id"]!.ToString()));
        Assert.Equal(3, bed.Azure.Resources.All.Count(static entry => entry.Type == "Microsoft.Network/networkInterfaces"));
        Assert.Equal(3, bed.Azure.Resources.All.Count(static entry => entry.Type == "Microsoft.Compute/disks"));

        var instances = (await bed.GetAsync($"{Pool}/virtualMachines")).Body!["value"]!.AsArray();
        Assert.Equal(machines.Select(static machine => machine["name"]!.ToString()).Order(), instances.Select(static instance => instance!["instanceId"]!.ToString()).Order());
        Assert.All(instances, static instance => Assert.True(instance!["properties"]!["latestModelApplied"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Capacity_FollowsTheMachinesThatAreDeleted()
    {
        await using var bed = await WithSubnetAsync();
        await bed.CreateAsync(Pool, ArmBodies.FlexibleScaleSet(Subnet, 3));
        var machines = await MachinesAsync(bed);
        await bed.DeleteAsync(machines[0]["id"]!.ToString());
        await bed.SettleAsync();
        Assert.Equal(2, (await bed.GetAsync(Pool)).Body!["sku"]!["capacity"]!.GetValue<int>());
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Pool}/delete", new JsonObject { ["instanceIds"] = new JsonArray(machines[1]["name"]!.ToString()) })).Status);
        await bed.SettleAsync();
        Assert.Equal(machines[2]["name"]!.ToString(), Assert.Single(await MachinesAsync(bed))["name"]!.ToString());
        Assert.Single(bed.Azure.Resources.All, static entry => entry.Type == "Microsoft.Network/networkInterfaces");

        await bed.CreateAsync(Pool, ArmBodies.FlexibleScaleSet(Subnet, 0));
        Assert.Empty(await MachinesAsync(bed));
    }

    [Fact]
    public async Task NewModel_ReachesNewMachinesOnly_UntilTheyAreUpgraded()
    {
        await using var bed = await WithSubnetAsync();
        await bed.CreateAsync(Pool, ArmBodies.FlexibleScaleSet(Subnet, 1));
        var old = (await MachinesAsync(bed)).Single()["name"]!.ToString();
        await bed.CreateAsync(Pool, ArmBodies.FlexibleScaleSet(Subnet, 2, "1.34.0"));
        Assert.Equal(["False", "True"], (await LatestAsync(bed)).Values.Order());
        await bed.SendAsync("POST", $"{Pool}/manualupgrade", new JsonObject { ["instanceIds"] = new JsonArray(old) });
        await bed.SettleAsync();
        Assert.Equal(["True", "True"], (await LatestAsync(bed)).Values);
    }

    [Fact]
    public async Task ScaleSet_WithoutAProfile_TakesMachinesThatJoin()
    {
        await using var bed = await WithSubnetAsync();
        await bed.CreateAsync(Pool, ArmBodies.Located(new { orchestrationMode = "Flexible", platformFaultDomainCount = 1 }));
        var card = $"{AzureTestBed.Network}/networkInterfaces/nic";
        await bed.CreateAsync(card, ArmBodies.Interface(Subnet));
        var body = ArmBodies.Machine(card);
        body["properties"]!["virtualMachineScaleSet"] = new JsonObject { ["id"] = Pool };
        await bed.CreateAsync($"{AzureTestBed.Compute}/virtualMachines/vm", body);
        Assert.Equal("vm", Assert.Single(await MachinesAsync(bed))["name"]!.ToString());
        body["properties"]!["availabilitySet"] = new JsonObject { ["id"] = $"{AzureTestBed.Compute}/availabilitySets/s" };
        Assert.Equal(400, (await bed.PutAsync($"{AzureTestBed.Compute}/virtualMachines/vm2", body)).Status);
    }

    [Theory]
    [InlineData("virtualMachineProfile.networkProfile.networkApiVersion", "networkApiVersion")]
    public async Task Flexible_WithoutWhatItNeeds_IsRefused(string missing, string named)
    {
        await using var bed = await WithSubnetAsync();
        var body = ArmBodies.FlexibleScaleSet(Subnet);
        var path = missing.Split('.');
        path[..^1].Aggregate(body["properties"]!, static (node, name) => node[name]!).AsObject().Remove(path[^1]);
        var answer = await bed.PutAsync(Pool, body);
        Assert.Equal((400, "InvalidParameter"), (answer.Status, answer.Code));
        Assert.Contains(named.Split('.')[^1], answer.Message);
    }

    [Fact]
    public async Task UniformScaleSet_WithElevenModels_DoesNotGrow()
    {
        await using var bed = await WithSubnetAsync();
        for (var i = 0; i < 10; i++)
        {
            await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Subnet, i + 1, image: $"1.33.{i}"));
        }

        var refused = await bed.PutAsync(Pool, ArmBodies.ScaleSet(Subnet, 11, image: "1.34.0"));
        Assert.Equal((409, "OperationNotAllowed"), (refused.Status, refused.Code));
        Assert.Contains("limit of 10 models", refused.Message);
        Assert.Equal(200, (await bed.PutAsync(Pool, ArmBodies.ScaleSet(Subnet, 10, image: "1.34.0"))).Status);
    }

    [Theory]
    [InlineData("Automatic", true)]
    [InlineData("Manual", false)]
    public async Task UpgradePolicy_DecidesWhetherInstancesFollowTheModel(string mode, bool follow)
    {
        await using var bed = await WithSubnetAsync();
        foreach (var image in new[] { "1.33.0", "1.34.0" })
        {
            var body = ArmBodies.ScaleSet(Subnet, 1, image: image);
            body["properties"]!["upgradePolicy"]!["mode"] = mode;
            await bed.CreateAsync(Pool, body);
        }

        Assert.Equal(follow.ToString(), (await LatestAsync(bed)).Values.Single());
        var rolling = ArmBodies.ScaleSet(Subnet, 1);
        rolling["properties"]!["upgradePolicy"]!["mode"] = "Rolling";
        Assert.Contains("health", (await bed.PutAsync(Pool, rolling)).Message);
    }

    [Fact]
    public async Task AvailabilitySet_HoldsMachinesOfNoZone_AndStaysWhileItDoes()
    {
        await using var bed = await WithSubnetAsync();
        var set = $"{AzureTestBed.Compute}/availabilitySets/set";
        var card = $"{AzureTestBed.Network}/networkInterfaces/nic";
        await bed.CreateAsync(set, ArmBodies.AvailabilitySet());
        await bed.CreateAsync(card, ArmBodies.Interface(Subnet));
        var body = ArmBodies.Machine(card);
        body["properties"]!["availabilitySet"] = new JsonObject { ["id"] = set };
        Assert.Contains("Availability Zone", (await bed.PutAsync($"{AzureTestBed.Compute}/virtualMachines/vm", body)).Message);
        body.Remove("zones");
        await bed.CreateAsync($"{AzureTestBed.Compute}/virtualMachines/vm", body);
        Assert.EndsWith("/vm", (await bed.GetAsync(set)).Body!["properties"]!["virtualMachines"]![0]!["id"]!.ToString());
        Assert.Equal((409, "OperationNotAllowed"), (await bed.DeleteAsync(set) is var answer ? (answer.Status, answer.Code) : default));
    }

    [Fact]
    public async Task Extension_NeedsARunningMachine_AndComesOncePerHandler()
    {
        await using var bed = await WithSubnetAsync();
        var item = ResourceTypeCase.All["Microsoft.Compute/virtualMachines/extensions"];
        await bed.CreateAsync($"{AzureTestBed.Network}/networkInterfaces/nic", ArmBodies.Interface(Subnet));
        var machine = $"{AzureTestBed.Compute}/virtualMachines/vm";
        await bed.CreateAsync(machine, ArmBodies.Machine($"{AzureTestBed.Network}/networkInterfaces/nic"));
        await bed.CreateAsync(item.Path, item.Body.DeepClone());
        Assert.Equal("health", (await bed.GetAsync(machine)).Body!["resources"]![0]!["name"]!.ToString());
        Assert.Contains("Multiple VMExtensions per handler", (await bed.PutAsync($"{item.Path}2", item.Body.DeepClone())).Message);
        await bed.SendAsync("POST", $"{machine}/deallocate");
        await bed.SettleAsync();
        Assert.Equal((409, "OperationNotAllowed"), (await bed.PutAsync(item.Path, item.Body.DeepClone()) is var answer ? (answer.Status, answer.Code) : default));
    }

    [Fact]
    public async Task Images_ThatCannotBeHad_AreRefused()
    {
        await using var bed = await WithSubnetAsync();
        const string Community = "/CommunityGalleries/gallery/Images/capi-ubun2-2404/Versions/1.33.0";
        bed.Azure.Images.Withdraw(Community);
        Assert.Equal((404, "GalleryImageNotFound"), (await bed.PutAsync(Pool, ArmBodies.ScaleSet(Subnet)) is var gone ? (gone.Status, gone.Code) : default));

        bed.Azure.Images.RequirePlan("kinvolk", "flatcar", "stable", accepted: false);
        var body = ArmBodies.ScaleSet(Subnet);
        body["properties"]!["virtualMachineProfile"]!["storageProfile"]!["imageReference"] = ArmBodies.Json(new { publisher = "kinvolk", offer = "flatcar", sku = "stable", version = "latest" });
        Assert.Equal("VMMarketplaceInvalidInput", (await bed.PutAsync(Pool, body)).Code);
        body["plan"] = ArmBodies.Json(new { publisher = "kinvolk", product = "flatcar", name = "stable" });
        Assert.Equal("MarketplacePurchaseEligibilityFailed", (await bed.PutAsync(Pool, body)).Code);
        bed.Azure.Images.RequirePlan("kinvolk", "flatcar", "stable");
        Assert.Equal(201, (await bed.PutAsync(Pool, body)).Status);
    }

    [Fact]
    public async Task GalleryImage_IsThereInItsRegionsOnly()
    {
        await using var bed = await WithSubnetAsync();
        var item = ResourceTypeCase.All["Microsoft.Compute/galleries/images/versions"];
        await item.PrepareAsync(bed);
        var version = item.Body.DeepClone();
        version["location"] = "northeurope";
        version["properties"]!["publishingProfile"]!["targetRegions"] = new JsonArray(new JsonObject { ["name"] = "North Europe" });
        await bed.CreateAsync(item.Path, version);
        var body = ArmBodies.ScaleSet(Subnet);
        body["properties"]!["virtualMachineProfile"]!["storageProfile"]!["imageReference"] = new JsonObject { ["id"] = item.Path };
        Assert.Equal("GalleryImageNotFound", (await bed.PutAsync(Pool, body)).Code);
        version["properties"]!["publishingProfile"]!["targetRegions"]!.AsArray().Add(new JsonObject { ["name"] = "westeurope" });
        await bed.CreateAsync(item.Path, version);
        Assert.Equal(201, (await bed.PutAsync(Pool, body)).Status);
    }

    [Fact]
    public async Task Size_IsRestrictedByZoneOrLocation_AndTheSkuListSaysSo()
    {
        await using var bed = await WithSubnetAsync();
        bed.Azure.Sizes.Restrict("westeurope", "Standard_D2s_v3", "2");
        Assert.Equal((409, "SkuNotAvailable"), (await bed.PutAsync(Pool, ArmBodies.ScaleSet(Subnet)) is var zonal ? (zonal.Status, zonal.Code) : default));
        var others = ArmBodies.ScaleSet(Subnet);
        others["zones"] = new JsonArray("1", "3");
        Assert.Equal(201, (await bed.PutAsync(Pool, others)).Status);
        Assert.Equal(("Zone", "2"), await RestrictionAsync(bed));
        bed.Azure.Sizes.Restrict("westeurope", "Standard_D2s_v3");
        Assert.Equal("SkuNotAvailable", (await bed.PutAsync($"{Pool}2", others.DeepClone())).Code);
        Assert.Equal(("Location", null), await RestrictionAsync(bed));
        bed.Azure.Sizes.Lift("westeurope", "Standard_D2s_v3");
        Assert.Equal(201, (await bed.PutAsync($"{Pool}3", others.DeepClone())).Status);
    }

    private static async Task<(string, string?)> RestrictionAsync(AzureTestBed bed)
    {
        var skus = await bed.SendAsync("GET", $"{AzureTestBed.Subscription}/providers/Microsoft.Compute/skus?$filter=location eq 'westeurope'", null, "2021-07-01");
        var restriction = skus.Body!["value"]!.AsArray().Single(static sku => sku!["name"]!.ToString() == "Standard_D2s_v3")!["restrictions"]!.AsArray().Single()!;
        return (restriction["type"]!.ToString(), restriction["restrictionInfo"]!["zones"]?[0]?.ToString());
    }

    private static async Task<AzureTestBed> WithSubnetAsync()
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Subnet, ArmBodies.Subnet());
        return bed;
    }

    private static async Task<List<JsonNode>> MachinesAsync(AzureTestBed bed) =>
        [.. (await bed.SendAsync("GET", $"{AzureTestBed.Compute}/virtualMachines?$filter='virtualMachineScaleSet/id' eq '{Pool}'", null, "2024-07-01")).Body!["value"]!.AsArray().Select(static item => item!)];

    private static async Task<Dictionary<string, string>> LatestAsync(AzureTestBed bed) =>
        (await bed.GetAsync($"{Pool}/virtualMachines")).Body!["value"]!.AsArray().ToDictionary(static item => item!["name"]!.ToString(), static item => item!["properties"]!["latestModelApplied"]!.GetValue<bool>().ToString());
}
