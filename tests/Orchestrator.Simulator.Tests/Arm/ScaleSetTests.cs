using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>The rules of scale sets in Uniform orchestration.</summary>
public sealed class ScaleSetTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Nodes = $"{Vnet}/subnets/nodes";
    private const string Pool = $"{AzureTestBed.Compute}/virtualMachineScaleSets/pool";
    private const string Instances = $"{Pool}/virtualMachines";

    [Fact]
    public async Task Instances_HaveNamesZonesAndAddresses()
    {
        await using var bed = await WithPoolAsync(3);
        var instances = await InstancesAsync(bed);
        Assert.Equal(3, instances.Count);
        Assert.Equal(["1", "2", "3"], instances.Select(static item => item["zones"]![0]!.ToString()).Order());
        foreach (var instance in instances)
        {
            var id = instance["instanceId"]!.ToString();
            Assert.Equal($"pool_{id}", instance["name"]!.ToString());
            Assert.Equal($"pool-{id.PadLeft(6, '0')}", instance["properties"]!["osProfile"]!["computerName"]!.ToString());
            Assert.True(instance["properties"]!["latestModelApplied"]!.GetValue<bool>());
            Assert.NotNull(bed.Azure.Machines.PhaseOf(instance["id"]!.ToString()));
            var cards = (await bed.GetAsync($"{instance["id"]}/networkInterfaces")).Body!["value"]!.AsArray();
            Assert.StartsWith("10.0.0.", cards[0]!["properties"]!["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!.ToString());
        }

        Assert.Equal(3, (await bed.GetAsync(Nodes)).Body!["properties"]!["ipConfigurations"]!.AsArray().Count);
    }

    [Fact]
    public async Task ComputerName_CountsInBase36()
    {
        await using var bed = await WithPoolAsync(12);
        var last = (await InstancesAsync(bed)).MaxBy(static item => int.Parse(item["instanceId"]!.ToString()))!;
        var number = int.Parse(last["instanceId"]!.ToString());
        Assert.True(number >= 11);
        Assert.Equal($"pool-00000{"0123456789abcdefghijklmnopqrstuvwxyz"[number]}", last["properties"]!["osProfile"]!["computerName"]!.ToString());
    }

    [Fact]
    public async Task NewModel_ReachesNewInstancesOnly()
    {
        await using var bed = await WithPoolAsync(2);
        var old = (await InstancesAsync(bed)).Select(static item => item["id"]!.ToString()).ToList();
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 2, image: "1.34.0"));
        Assert.All(await InstancesAsync(bed), static item => Assert.False(item["properties"]!["latestModelApplied"]!.GetValue<bool>()));
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 3, image: "1.34.0"));
        foreach (var instance in await InstancesAsync(bed))
        {
            var isOld = old.Contains(instance["id"]!.ToString());
            Assert.Equal(!isOld, instance["properties"]!["latestModelApplied"]!.GetValue<bool>());
            Assert.EndsWith(isOld ? "1.33.0" : "1.34.0", instance["properties"]!["storageProfile"]!["imageReference"]!["communityGalleryImageId"]!.ToString());
        }
    }

    [Fact]
    public async Task CapacityOnly_LeavesTheModelAlone()
    {
        await using var bed = await WithPoolAsync(1);
        var body = ArmBodies.ScaleSet(Nodes, 2);
        body["properties"]!.AsObject().Remove("virtualMachineProfile");
        await bed.CreateAsync(Pool, body);
        var instances = await InstancesAsync(bed);
        Assert.Equal(2, instances.Count);
        Assert.All(instances, static item => Assert.True(item["properties"]!["latestModelApplied"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task DeleteOfInstances_LowersTheCapacityAndNeverReusesIds()
    {
        await using var bed = await WithPoolAsync(3);
        var before = await InstancesAsync(bed);
        var doomed = before[1]["instanceId"]!.ToString();
        var answer = await bed.SendAsync("POST", $"{Pool}/delete", ArmBodies.Json(new { instanceIds = new[] { doomed } }));
        Assert.Equal(202, answer.Status);
        Assert.Equal("Deleting", (await bed.GetAsync($"{Instances}/{doomed}")).State);
        Assert.Equal("2", (await bed.GetAsync(Pool)).Body!["sku"]!["capacity"]!.ToString());
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync($"{Instances}/{doomed}")).Status);
        Assert.Equal(2, (await InstancesAsync(bed)).Count);
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 3));
        var highest = before.Max(static item => int.Parse(item["instanceId"]!.ToString()));
        Assert.True((await InstancesAsync(bed)).Max(static item => int.Parse(item["instanceId"]!.ToString())) > highest);
        var unknown = await bed.SendAsync("POST", $"{Pool}/delete", ArmBodies.Json(new { instanceIds = new[] { doomed } }));
        Assert.Equal((400, $"The provided instanceId {doomed} is not an active Virtual Machine Scale Set VM instanceId."), (unknown.Status, unknown.Message));
    }

    [Fact]
    public async Task DeleteOfOneInstance_LowersTheCapacity()
    {
        await using var bed = await WithPoolAsync(2);
        await bed.DeleteAsync((await InstancesAsync(bed))[0]["id"]!.ToString());
        await bed.SettleAsync();
        Assert.Single(await InstancesAsync(bed));
        Assert.Equal("1", (await bed.GetAsync(Pool)).Body!["sku"]!["capacity"]!.ToString());
    }

    [Fact]
    public async Task ScaleIn_TakesTheHighestIdOfTheFullestZoneAndSparesTheProtected()
    {
        await using var bed = await WithPoolAsync(4);
        var instances = await InstancesAsync(bed);
        var fullest = instances.GroupBy(static item => item["zones"]![0]!.ToString()).Single(static zone => zone.Count() == 2).OrderByDescending(static item => int.Parse(item["instanceId"]!.ToString())).ToList();
        Assert.Equal(200, (await bed.PutAsync(fullest[0]["id"]!.ToString(), ArmBodies.Located(new { protectionPolicy = new { protectFromScaleIn = true } }))).Status);
        await bed.SettleAsync();
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 1));
        Assert.Equal(fullest[0]["id"]!.ToString(), Assert.Single(await InstancesAsync(bed))["id"]!.ToString());
    }

    [Fact]
    public async Task ManualUpgrade_BringsInstancesToTheModelOnNewMachines()
    {
        await using var bed = await WithPoolAsync(2);
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 2, image: "1.34.0"));
        var ids = (await InstancesAsync(bed)).Select(static item => item["instanceId"]!.ToString()).ToArray();
        await bed.SendAsync("POST", $"{Pool}/manualupgrade", ArmBodies.Json(new { instanceIds = new[] { ids[0] } }));
        await bed.SettleAsync();
        Assert.True((await bed.GetAsync($"{Instances}/{ids[0]}")).Body!["properties"]!["latestModelApplied"]!.GetValue<bool>());
        Assert.False((await bed.GetAsync($"{Instances}/{ids[1]}")).Body!["properties"]!["latestModelApplied"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Writes_TakeTurns()
    {
        await using var bed = await WithPoolAsync(2);
        var ids = (await InstancesAsync(bed)).Select(static item => item["instanceId"]!.ToString()).ToArray();
        await bed.SendAsync("POST", $"{Pool}/delete", ArmBodies.Json(new { instanceIds = new[] { ids[0] } }));
        Assert.Equal("AnotherOperationInProgress", (await bed.DeleteAsync($"{Instances}/{ids[1]}")).Code);
        Assert.Equal("AnotherOperationInProgress", (await bed.PutAsync(Pool, ArmBodies.ScaleSet(Nodes, 5))).Code);
    }

    [Fact]
    public async Task Quota_CountsEveryInstance()
    {
        await using var bed = await WithPoolAsync(2);
        bed.Azure.Quotas.Set(ArmBodies.Location, "standardDSv3Family", 5);
        var answer = await bed.PutAsync(Pool, ArmBodies.ScaleSet(Nodes, 3));
        Assert.Equal((409, "OperationNotAllowed"), (answer.Status, answer.Code));
        Assert.Contains("Current Limit: 5, Current Usage: 4, Additional Required: 2, (Minimum) New Limit Required: 6.", answer.Message);
        Assert.Equal(2, (await InstancesAsync(bed)).Count);
    }

    [Fact]
    public async Task Subnet_ThatIsTooSmall_ChangesNothing()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet("10.0.0.0/29"));
        var answer = await bed.PutAsync(Pool, ArmBodies.ScaleSet(Nodes, 4));
        Assert.Equal((400, "SubnetIsFull"), (answer.Status, answer.Code));
        Assert.Equal(404, (await bed.GetAsync(Pool)).Status);
        Assert.DoesNotContain(bed.Azure.Resources.All, static entry => entry.Type.EndsWith("/virtualMachines", StringComparison.Ordinal));
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 3));
        Assert.Equal(3, (await InstancesAsync(bed)).Count);
    }

    [Fact]
    public async Task InUseByAScaleSet_CannotBeDeleted()
    {
        await using var bed = await AzureTestBed.StartAsync();
        const string address = $"{AzureTestBed.Network}/publicIPAddresses/pip";
        const string balancer = $"{AzureTestBed.Network}/loadBalancers/lb";
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(address, ArmBodies.PublicAddress());
        await bed.CreateAsync(balancer, ArmBodies.LoadBalancer(balancer, address));
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 0, $"{balancer}/backendAddressPools/pool"));
        var answer = await bed.DeleteAsync(balancer);
        Assert.Equal((400, "LoadBalancerInUseByVirtualMachineScaleSet", $"Cannot delete load balancer {balancer} since its child resources pool are in use by virtual machine scale set {Pool}."), (answer.Status, answer.Code, answer.Message));
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync(Nodes)).Code);
    }

    [Theory]
    [InlineData("Flexible", "Manual")]
    [InlineData("Uniform", "Rolling")]
    public async Task Modes_ThatAreNotSimulated_AreSaidToBe(string orchestration, string upgrade)
    {
        await using var bed = await WithPoolAsync(0);
        var body = ArmBodies.ScaleSet(Nodes);
        body["properties"]!["orchestrationMode"] = orchestration;
        body["properties"]!["upgradePolicy"]!["mode"] = upgrade;
        Assert.Equal("InvalidParameter", (await bed.PutAsync($"{Pool}2", body)).Code);
    }

    [Fact]
    public async Task Delete_TakesTheInstancesAlong()
    {
        await using var bed = await WithPoolAsync(2);
        await bed.DeleteAsync(Pool);
        await bed.SettleAsync();
        Assert.DoesNotContain(bed.Azure.Resources.All, static entry => entry.Type.StartsWith("Microsoft.Compute/", StringComparison.Ordinal));
        await bed.CreateAsync(Nodes, ArmBodies.Subnet("10.77.0.0/16"));
    }

    private static async Task<AzureTestBed> WithPoolAsync(int capacity)
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, capacity));
        return bed;
    }

    private static async Task<List<JsonNode>> InstancesAsync(AzureTestBed bed) => [.. (await bed.GetAsync(Instances)).Body!["value"]!.AsArray().Select(static item => item!)];
}
