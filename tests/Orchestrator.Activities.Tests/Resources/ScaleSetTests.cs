using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.Activities.Tests.Resources;

public sealed class ScaleSetTests
{
    private static readonly TimeSpan TokenHasAged = TimeSpan.FromMinutes(11);

    /// <summary>The cases of conformance/vmss_misc_cases.json, read from there: the file must hold these and no other.</summary>
    [Fact]
    public async Task Ensure_EveryConformanceCase_SendsWhatTheCaseSays()
    {
        var path = Path.Combine(Specs.ProjectRoot(), "..", "shared", "conformance", "vmss_misc_cases.json");
        Assert.SkipUnless(File.Exists(path), "../shared is not here.");
        var cases = (JsonArray)JsonNode.Parse(await File.ReadAllTextAsync(path))!["vmssUpdate"]!;
        Assert.Equal(5, cases.Count);
        foreach (var @case in cases.OfType<JsonObject>())
        {
            await CheckAsync((string)@case["case"]!, (JsonObject)@case["expect"]!);
        }
    }

    [Fact]
    public async Task Ensure_Growth_NeverLowersCapacityAfterwards()
    {
        await using var bed = await PoolAsync(2);
        await bed.ReachAsync(bed.PoolStep, capacity: 3);
        var puts = bed.Wire.Puts;

        await bed.ReachAsync(bed.PoolStep, capacity: 1);

        Assert.Equal(puts, bed.Wire.Puts);
        Assert.Equal(3, ScaleSetUpdate.CapacityOf(await bed.ReadAsync(bed.PoolStep.ResourceId!)));
    }

    [Fact]
    public async Task Ensure_ModelChange_KeepsThePoolsThatTheCloudProviderAdded()
    {
        await using var bed = await PoolAsync(2);
        await bed.ApplyAsync(With(bed.Spec, static p => p with { Machine = p.Machine with { VmSize = "Standard_D4s_v3" } }));

        var body = await LastPutAsync(bed, capacity: 2);

        Assert.Null(body["properties"]!["virtualMachineProfile"]!["networkProfile"]);
        Assert.Equal("Standard_D4s_v3", (string?)body["sku"]!["name"]);
        var network = (await bed.ReadAsync(bed.PoolStep.ResourceId!))["properties"]!["virtualMachineProfile"]!["networkProfile"];
        Assert.NotNull(network!["networkInterfaceConfigurations"]![0]!["properties"]!["ipConfigurations"]![0]!["properties"]!["subnet"]);
    }

    [Fact]
    public async Task Ensure_AcceleratedNetworkingChanged_SendsThePresentNetworkWithThatFieldChanged()
    {
        await using var bed = await PoolAsync(2);
        await bed.ApplyAsync(With(bed.Spec, static p => p with { Machine = p.Machine with { AcceleratedNetworking = false } }));

        var body = await LastPutAsync(bed, capacity: 2);

        var card = body["properties"]!["virtualMachineProfile"]!["networkProfile"]!["networkInterfaceConfigurations"]![0]!;
        Assert.False((bool)card["properties"]!["enableAcceleratedNetworking"]!);
        Assert.NotNull(card["properties"]!["ipConfigurations"]![0]!["properties"]!["subnet"]);
        var pool = await InventoryAsync(bed);
        Assert.True(pool.ModelCurrent);
        Assert.All(pool.Machines, static m => Assert.Contains(m.StaleFields, static f => f.EndsWith("enableAcceleratedNetworking", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Inventory_UserDataChanged_OldInstancesAreStaleAndNewOnesAreNot()
    {
        await using var bed = await PoolAsync(2);
        Assert.All((await InventoryAsync(bed)).Machines, static m => Assert.Empty(m.StaleFields));
        bed.Bootstrap.Extra = "another command";

        var before = await InventoryAsync(bed);
        Assert.False(before.ModelCurrent);
        Assert.All(before.Machines, static m => Assert.Equal([MachineDifferences.CustomDataPath], m.StaleFields));

        await bed.ReachAsync(bed.PoolStep, capacity: 3);
        var after = await InventoryAsync(bed);
        Assert.True(after.ModelCurrent);
        Assert.Equal([1, 1, 0], after.Machines.Select(static m => m.StaleFields.Count));
    }

    /// <summary>Azure lets the machines of a scale set be of ten models.</summary>
    [Fact]
    public async Task Ensure_GrowthOverDays_RenewsTheTokenOfTheModelAndMakesNoOther()
    {
        await using var bed = await PoolAsync(2);
        var (token, rendered) = (await TokenIdAsync(bed), bed.Bootstrap.Rendered);
        for (var capacity = 3; capacity < 15; capacity++)
        {
            bed.Clock.Advance(TimeSpan.FromDays(1));
            var body = await LastPutAsync(bed, capacity);
            Assert.Null(body["properties"]!["virtualMachineProfile"]);
            Assert.Equal(token, (string?)body["tags"]![ClusterTags.BootstrapTokenId]);
        }

        Assert.Equal((rendered, 12), (bed.Bootstrap.Rendered, bed.Bootstrap.Renewed.Count));
        Assert.All(bed.Bootstrap.Renewed, renewed => Assert.Equal($"{token}.secret", renewed));
    }

    [Fact]
    public async Task Ensure_GrowthWithATokenThatIsFresh_RenewsNothing()
    {
        await using var bed = await PoolAsync(2);

        await bed.ReachAsync(bed.PoolStep, capacity: 3);

        Assert.Empty(bed.Bootstrap.Renewed);
    }

    [Fact]
    public async Task Ensure_GrowthWithATokenThatNobodyKnows_SendsAModelWithANewOne()
    {
        await using var bed = await PoolAsync(2);
        var token = await TokenIdAsync(bed);
        await bed.Get<ISecretStore>().SetAsync(bed.Spec.Key, $"bootstrap-token-{bed.Spec.MachinePools[0].Name}", "other0.secret", default);
        bed.Clock.Advance(TokenHasAged);

        var body = await LastPutAsync(bed, capacity: 3);

        Assert.NotNull(body["properties"]!["virtualMachineProfile"]);
        Assert.NotEqual(token, (string?)body["tags"]![ClusterTags.BootstrapTokenId]);
        Assert.Empty(bed.Bootstrap.Renewed);
    }

    [Fact]
    public async Task Inventory_AskedAgainWithinItsFreshness_ReadsNothing()
    {
        await using var bed = await PoolAsync(2);
        await InventoryAsync(bed);
        var (since, requests) = (bed.Clock.GetUtcNow(), bed.Wire.Requests.Count);

        var again = await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default, new Freshness(since, since));
        Assert.Equal((2, 2, requests), (again.Capacity, again.Machines.Count, bed.Wire.Requests.Count));

        // A write on machines: the scale set is not read again, its capacity is what the list counts.
        bed.Clock.Advance(TimeSpan.FromSeconds(1));
        var afterWrite = await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default, new Freshness(since, since.AddSeconds(1)));
        Assert.Equal((2, requests + 1), (afterWrite.Capacity, bed.Wire.Requests.Count));
    }

    [Fact]
    public async Task Inventory_OnlyAFreshTokenInTheModel_MakesNobodyStale()
    {
        await using var bed = await PoolAsync(2);
        bed.Clock.Advance(TokenHasAged);
        await bed.ReachAsync(bed.PoolStep, capacity: 3);

        Assert.All((await InventoryAsync(bed)).Machines, static m => Assert.Empty(m.StaleFields));
    }

    [Fact]
    public async Task Inventory_Failed_SaysWhyAndAsksForThePutAgain()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = await bed.PrepareAsync(StepKinds.VirtualMachineScaleSet);
        Assert.False((await InventoryAsync(bed)).Exists);
        bed.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.Compute/virtualMachineScaleSets", Fault = Fault.OperationFails("AllocationFailed", "No room.") });
        await bed.EnsureAsync(step);
        Assert.True((await InventoryAsync(bed)).InProgress);
        await bed.SettleAsync();

        var failed = await InventoryAsync(bed);

        Assert.Equal((true, false, "AllocationFailed"), (failed.Exists, failed.ModelCurrent, failed.Error?.AzureCode));
    }

    [Fact]
    public async Task DeleteInstances_Chosen_GoAndCapacityFallsWithThem()
    {
        await using var bed = await PoolAsync(3);
        var activity = bed.Get<DeleteScaleSetInstancesActivity>();
        var victim = (await InventoryAsync(bed)).Machines[1].Name;
        var request = new MachineRequest { Cluster = bed.Spec.Key, OperationId = "default.c1.1", Generation = bed.Generation, Pool = bed.Spec.MachinePools[0].Name, Machines = [victim] };

        Assert.False((await activity.RunAsync(request, default)).Done);
        Assert.False((await activity.RunAsync(request, default)).Done);
        await bed.SettleAsync();
        Assert.True((await activity.RunAsync(request, default)).Done);

        var pool = await InventoryAsync(bed);
        Assert.Equal((2, 2), (pool.Capacity, pool.Machines.Count));
        Assert.DoesNotContain(pool.Machines, m => m.Name == victim);
        Assert.Single(bed.Wire.Requests, static r => r.Method == "POST");
    }

    [Fact]
    public async Task DeleteInstances_ByNumber_LooksOnlyWhetherTheyAreGone()
    {
        await using var bed = await PoolAsync(3);
        var activity = bed.Get<DeleteScaleSetInstancesActivity>();
        var victim = (await InventoryAsync(bed)).Machines[1];
        var request = new MachineRequest
        {
            Cluster = bed.Spec.Key, OperationId = "default.c1.1", Generation = bed.Generation, Pool = bed.Spec.MachinePools[0].Name, Machines = [victim.Name], InstanceIds = [victim.InstanceId!],
        };
        var requests = bed.Wire.Requests.Count;

        Assert.False((await activity.RunAsync(request, default)).Done);
        await bed.SettleAsync();
        Assert.True((await activity.RunAsync(request, default)).Done);
        Assert.Equal(requests + 2, bed.Wire.Requests.Count);

        // An activity may run again after its end: the number is nobody's now.
        Assert.True((await activity.RunAsync(request, default)).Done);
        Assert.Equal(2, (await InventoryAsync(bed)).Machines.Count);
    }

    private static async Task CheckAsync(string name, JsonObject expect)
    {
        await using var bed = await PoolAsync(2);
        await bed.ApplyAsync(With(bed.Spec, static p => p with { Replicas = 2, Strategy = p.Strategy with { MaxSurge = "1" } }));
        var capacity = 2;
        var tag = ScaleSetUpdate.FingerprintOf(await bed.ReadAsync(bed.PoolStep.ResourceId!));
        switch (name)
        {
            case "image version changed, 2 instances wanted, existing capacity 2, maxSurge 1":
                await bed.ApplyAsync(With(bed.Spec, static p => p with { Machine = p.Machine with { Image = new ImageSpec { Gallery = p.Machine.Image.Gallery! with { Version = "1.31.1" } } } }));
                capacity = 3;
                break;
            case "only capacity 2->3":
                capacity = 3;
                break;
            case "only custom data (bootstrap token) changed":
                bed.Clock.Advance(TokenHasAged);
                break;
            case "capacity 2->3 and custom data changed":
                bed.Bootstrap.Extra = "changed";
                capacity = 3;
                break;
            case "capacity lower than existing, model same":
                capacity = 1;
                break;
            default:
                Assert.Fail($"The case '{name}' is new: give it a test.");
                break;
        }

        var puts = bed.Wire.Puts;
        await bed.ReachAsync(bed.PoolStep, capacity);

        Assert.Equal((bool)expect["put"]!, bed.Wire.Puts > puts);
        if (!(bool)expect["put"]!)
        {
            return;
        }

        var body = bed.Wire.Requests.Last(static r => r.Method == "PUT").Body!;
        var profile = body["properties"]!["virtualMachineProfile"];
        Assert.Equal((int)expect["capacity"]!, (int)body["sku"]!["capacity"]!);
        Assert.Equal((bool)expect["sendVirtualMachineProfile"]!, profile is not null);
        Assert.Null(profile?["networkProfile"]);
        if (expect.ContainsKey("tag capz-custom-data-hash"))
        {
            Assert.NotEqual(tag, ScaleSetUpdate.FingerprintOf(body));
        }
    }

    private static async Task<ActivitiesTestBed> PoolAsync(int capacity)
    {
        var bed = await ActivitiesTestBed.StartAsync(Specs.Sample(("WORKER_MACHINE_COUNT", capacity.ToString(CultureInfo.InvariantCulture))));
        await bed.PrepareAsync(StepKinds.VirtualMachineScaleSet);
        await bed.ReachAsync(bed.PoolStep);
        return bed;
    }

    private static async Task<string?> TokenIdAsync(ActivitiesTestBed bed) => (string?)(await bed.ReadAsync(bed.PoolStep.ResourceId!))["tags"]![ClusterTags.BootstrapTokenId];

    private static async Task<JsonObject> LastPutAsync(ActivitiesTestBed bed, int capacity)
    {
        await bed.ReachAsync(bed.PoolStep, capacity);
        return bed.Wire.Requests.Last(static r => r.Method == "PUT").Body!;
    }

    private static Task<ScaleSetInventory> InventoryAsync(ActivitiesTestBed bed) => bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default);

    private static ClusterSpec With(ClusterSpec spec, Func<MachinePoolSpec, MachinePoolSpec> change) => spec with { MachinePools = [change(spec.MachinePools[0])] };
}
