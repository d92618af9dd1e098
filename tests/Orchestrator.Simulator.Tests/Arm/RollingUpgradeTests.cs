using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Scale sets whose upgrade policy is Rolling.</summary>
public sealed class RollingUpgradeTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Nodes = $"{Vnet}/subnets/nodes";
    private const string Pool = $"{AzureTestBed.Compute}/virtualMachineScaleSets/pool";
    private const string Latest = $"{Pool}/rollingUpgrades/latest";

    [Theory]
    [InlineData(20, false, 6, 6)]
    [InlineData(50, false, 6, 3)]
    [InlineData(50, true, 6, 2)]
    [InlineData(100, true, 6, 1)]
    public async Task Model_ReachesTheInstancesBatchByBatch(int percent, bool mixesZones, int capacity, int batches)
    {
        await using var bed = await StartAsync(capacity, percent, mixesZones, pause: "PT2M");
        Assert.Equal(404, (await bed.GetAsync(Latest)).Status);
        var began = bed.Clock.GetUtcNow();
        Assert.Equal("Updating", (await bed.PutAsync(Pool, Body(capacity, percent, mixesZones, "PT2M", image: "1.31.1"))).State);
        var seen = new List<int>();
        while ((await bed.GetAsync(Pool)).State is "Updating")
        {
            var updating = (await InstancesAsync(bed)).Count(static item => item["properties"]!["provisioningState"]!.ToString() == "Updating");
            if (updating != seen.LastOrDefault())
            {
                seen.Add(updating);
            }

            await bed.AdvanceAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(batches, seen.Count(static count => count > 0));
        Assert.Equal(capacity, seen.Sum());
        Assert.True(bed.Clock.GetUtcNow() - began >= (batches - 1) * TimeSpan.FromMinutes(2));
        Assert.All(await InstancesAsync(bed), static item => Assert.True(item["properties"]!["latestModelApplied"]!.GetValue<bool>()));
        var latest = (await bed.GetAsync(Latest)).Body!["properties"]!;
        Assert.Equal(("Completed", capacity.ToString(System.Globalization.CultureInfo.InvariantCulture), "0"), (latest["runningStatus"]!["code"]!.ToString(), latest["progress"]!["successfulInstanceCount"]!.ToString(), latest["progress"]!["pendingInstanceCount"]!.ToString()));
    }

    [Fact]
    public async Task UnhealthyInstances_EndTheUpgrade_AndItGoesOnWithTheNextWrite()
    {
        await using var bed = await StartAsync(4, 25, mixesZones: true, pause: "PT0S");
        var answer = await bed.PutAsync(Pool, Body(4, 25, true, "PT0S", image: "1.31.1"));
        await bed.AdvanceAsync(TimeSpan.FromSeconds(40));
        var first = (await InstancesAsync(bed)).Single(static item => item["properties"]!["provisioningState"]!.ToString() == "Updating")["id"]!.ToString();
        bed.Azure.Health.SetUnhealthy(first);
        await bed.SettleAsync();
        var status = (await bed.SendAsync("GET", answer.Header("Azure-AsyncOperation")!)).Body!;
        Assert.Equal(("Failed", "MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade"), (status["status"]!.ToString(), status["error"]!["code"]!.ToString()));
        Assert.Equal("Faulted", (await bed.GetAsync(Latest)).Body!["properties"]!["runningStatus"]!["code"]!.ToString());
        Assert.Equal(3, (await InstancesAsync(bed)).Count(static item => !item["properties"]!["latestModelApplied"]!.GetValue<bool>()));
        var refused = await bed.PutAsync(Pool, Body(4, 25, true, "PT0S", image: "1.31.1"));
        await bed.SettleAsync();
        Assert.Equal("MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade", (await bed.SendAsync("GET", refused.Header("Azure-AsyncOperation")!)).Body!["error"]!["code"]!.ToString());
        bed.Azure.Health.SetHealthy(first);
        await bed.CreateAsync(Pool, Body(4, 25, true, "PT0S", image: "1.31.1"));
        Assert.All(await InstancesAsync(bed), static item => Assert.True(item["properties"]!["latestModelApplied"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Cancel_LeavesTheRestAsItIs_AndAnUpgradeOnRequestFinishesIt()
    {
        await using var bed = await StartAsync(5, 20, mixesZones: true, pause: "PT0S");
        Assert.Equal(409, (await bed.SendAsync("POST", $"{Pool}/rollingUpgrades/cancel")).Status);
        await bed.PutAsync(Pool, Body(5, 20, true, "PT0S", image: "1.31.1"));
        await bed.AdvanceAsync(TimeSpan.FromSeconds(100));
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Pool}/rollingUpgrades/cancel")).Status);
        await bed.SettleAsync();
        Assert.Equal("Cancelled", (await bed.GetAsync(Latest)).Body!["properties"]!["runningStatus"]!["code"]!.ToString());
        Assert.Equal("Succeeded", (await bed.GetAsync(Pool)).State);
        var left = (await InstancesAsync(bed)).Count(static item => !item["properties"]!["latestModelApplied"]!.GetValue<bool>());
        Assert.InRange(left, 1, 4);
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Pool}/osRollingUpgrade")).Status);
        await bed.SettleAsync();
        Assert.All(await InstancesAsync(bed), static item => Assert.True(item["properties"]!["latestModelApplied"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Capacity_ChangesAtOnce_WhateverThePolicy()
    {
        await using var bed = await StartAsync(2, 20, mixesZones: true, pause: "PT10M");
        var began = bed.Clock.GetUtcNow();
        await bed.CreateAsync(Pool, Body(4, 20, true, "PT10M"));
        Assert.Equal(4, (await InstancesAsync(bed)).Count);
        Assert.True(bed.Clock.GetUtcNow() - began < TimeSpan.FromMinutes(2));
    }

    private static async Task<AzureTestBed> StartAsync(int capacity, int percent, bool mixesZones, string pause)
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(Pool, Body(capacity, percent, mixesZones, pause));
        return bed;
    }

    private static JsonObject Body(int capacity, int percent, bool mixesZones, string pause, string image = "1.30.2")
    {
        var body = ArmBodies.ScaleSet(Nodes, capacity, image: image);
        body["properties"]!["upgradePolicy"] = ArmBodies.Json(new { mode = "Rolling", rollingUpgradePolicy = new { maxBatchInstancePercent = percent, maxUnhealthyInstancePercent = 20, maxUnhealthyUpgradedInstancePercent = 20, pauseTimeBetweenBatches = pause, enableCrossZoneUpgrade = mixesZones } });
        body["properties"]!["virtualMachineProfile"]!["extensionProfile"] = ArmBodies.Json(new { extensions = new[] { new { name = "health", properties = new { publisher = "Microsoft.ManagedServices", type = "ApplicationHealthLinux", typeHandlerVersion = "1.0", settings = new { protocol = "tcp", port = 10256 } } } } });
        return body;
    }

    private static async Task<List<JsonNode>> InstancesAsync(AzureTestBed bed) => [.. (await bed.GetAsync($"{Pool}/virtualMachines")).Body!["value"]!.AsArray().Select(static item => item!)];
}
