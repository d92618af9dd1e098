using System.Globalization;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>A flexible scale set's machines are virtual machines of their own, seen, rolled and deleted as such.</summary>
public sealed class FlexibleScaleSetTests
{
    private const string Storage = "$.properties.storageProfile";

    private static readonly Dictionary<string, (Func<MachineSpec, MachineSpec> Change, string Path)> Changes = new(StringComparer.Ordinal)
    {
        ["size"] = (static m => m with { VmSize = "Standard_D4s_v3" }, "$.properties.hardwareProfile.vmSize"),
        ["image"] = (static m => m with { Image = new ImageSpec { Gallery = m.Image.Gallery! with { Version = "1.31.1" } } }, $"{Storage}.imageReference.communityGalleryImageId"),
        ["os disk"] = (static m => m with { OsDisk = m.OsDisk with { DiskSizeGB = 200 } }, $"{Storage}.osDisk.diskSizeGB"),
        ["data disk"] = (static m => m with { DataDisks = [new DataDiskSpec { NameSuffix = "more", DiskSizeGB = 8, Lun = 9 }] }, $"{Storage}.dataDisks"),
        ["encryption at host"] = (static m => m with { Security = new SecurityProfileSpec { EncryptionAtHost = true } }, "$.properties.securityProfile"),
        ["boot diagnostics"] = (static m => m with { BootDiagnostics = new BootDiagnosticsSpec("Disabled") }, "$.properties.diagnosticsProfile.bootDiagnostics.enabled"),
        ["dns servers"] = (static m => m with { DnsServers = ["10.0.0.4"] }, "$.networkInterfaces['c1-mp-0-nic-0'].properties.dnsSettings"),
        ["addresses"] = (static m => m with { PrivateIPConfigs = 2 }, "$.networkInterfaces['c1-mp-0-nic-0'].properties.ipConfigurations['ipConfig1']"),
        ["interfaces"] = (static m => m with { SecondaryInterfaces = [new NetworkInterfaceSpec()] }, "$.networkInterfaces['c1-mp-0-nic-1']"),
        ["accelerated networking"] = (static m => m with { AcceleratedNetworking = false }, "$.networkInterfaces['c1-mp-0-nic-0'].properties.enableAcceleratedNetworking"),
        ["ssh key"] = (static m => m with { SshPublicKey = "ssh-rsa BBBB other" }, "$.properties.osProfile.linuxConfiguration"),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Fact]
    public async Task Create_SendsAFlexibleSetAndTheMachinesAreAsWanted()
    {
        await using var bed = await PoolAsync(2);

        var body = bed.Wire.Requests.Last(static r => r.Method == "PUT").Body!;
        var pool = await InventoryAsync(bed);
        Assert.Equal("Flexible", (string?)body["properties"]!["orchestrationMode"]);
        Assert.Equal(1, (int)body["properties"]!["platformFaultDomainCount"]!);
        Assert.Null(body["properties"]!["upgradePolicy"]);
        Assert.Equal("2020-11-01", (string?)body["properties"]!["virtualMachineProfile"]!["networkProfile"]!["networkApiVersion"]);
        Assert.Equal((true, 2, 2), (pool.ModelCurrent, pool.Capacity, pool.Machines.Count));
        Assert.All(pool.Machines, static m => Assert.Empty(m.StaleFields));
        Assert.All(pool.Machines, static m => Assert.NotNull(m.CreatedAt));
        Assert.Equal("unchanged", (await bed.EnsureAsync(bed.PoolStep)).Detail);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task FieldChanged_EveryMachineIsStaleForThatFieldAloneAndTheModelFollows(string name)
    {
        await using var bed = await PoolAsync(2);
        var (change, path) = Changes[name];
        await bed.ApplyAsync(With(bed.Spec, p => p with { Machine = change(p.Machine) }));

        var before = await InventoryAsync(bed);
        await bed.ReachAsync(bed.PoolStep, capacity: 3);
        var after = await InventoryAsync(bed);

        Assert.False(before.ModelCurrent);
        Assert.All(before.Machines, m => Assert.All(m.StaleFields, f => Assert.StartsWith(path, f, StringComparison.Ordinal)));
        Assert.All(before.Machines, static m => Assert.NotEmpty(m.StaleFields));
        Assert.True(after.ModelCurrent);
        Assert.Single(after.Machines, static m => m.StaleFields.Count == 0);
    }

    [Fact]
    public async Task UserDataChanged_OldMachinesAreStaleAndNewOnesAreNot()
    {
        await using var bed = await PoolAsync(2);
        bed.Clock.Advance(TimeSpan.FromMinutes(1));
        bed.Bootstrap.Extra = "another command";

        Assert.All((await InventoryAsync(bed)).Machines, static m => Assert.Equal([MachineDifferences.CustomDataPath], m.StaleFields));
        await bed.ReachAsync(bed.PoolStep, capacity: 3);

        Assert.Equal([0, 1, 1], (await InventoryAsync(bed)).Machines.Select(static m => m.StaleFields.Count).Order());
    }

    [Fact]
    public async Task DeleteMachines_Chosen_GoWithTheirDisksAndInterfacesAndCapacityFalls()
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
        Assert.Single(bed.Wire.Requests, static r => r.Method == "DELETE");
        Assert.Equal(2, bed.Azure.Resources.All.Count(static r => r.Type == "Microsoft.Compute/disks"));
        Assert.Equal(2, bed.Azure.Resources.All.Count(static r => r.Type == "Microsoft.Network/networkInterfaces"));
    }

    private static async Task<ActivitiesTestBed> PoolAsync(int capacity)
    {
        var bed = await ActivitiesTestBed.StartAsync(With(
            Specs.Sample(("WORKER_MACHINE_COUNT", capacity.ToString(CultureInfo.InvariantCulture))), static p => p with { OrchestrationMode = OrchestrationMode.Flexible }));
        foreach (var step in bed.Steps.Where(static s => s.MachineName is null))
        {
            await bed.ReachAsync(step);
        }

        return bed;
    }

    private static Task<ScaleSetInventory> InventoryAsync(ActivitiesTestBed bed) => bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default);

    private static ClusterSpec With(ClusterSpec spec, Func<MachinePoolSpec, MachinePoolSpec> change) => spec with { MachinePools = [change(spec.MachinePools[0])] };
}
