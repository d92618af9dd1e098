using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>Every field of a machine makes it stale, and the observation names the field.</summary>
public sealed class MachineInventoryTests
{
    private const string Storage = "$.properties.storageProfile";

    private static readonly Dictionary<string, (Func<MachineSpec, MachineSpec> Change, string Path)> Changes = new(StringComparer.Ordinal)
    {
        ["size"] = (static m => m with { VmSize = "Standard_D4s_v3" }, "size"),
        ["image version"] = (static m => m with { Image = new ImageSpec { Gallery = m.Image.Gallery! with { Version = "1.31.1" } } }, $"{Storage}.imageReference.communityGalleryImageId"),
        ["image kind"] = (static m => m with { Image = new ImageSpec { Marketplace = new MarketplaceImageSpec("cncf-upstream", "capi", "ubuntu-2204-gen1", "130.3.20240717") } }, $"{Storage}.imageReference.publisher"),
        ["os disk size"] = (static m => m with { OsDisk = m.OsDisk with { DiskSizeGB = 200 } }, $"{Storage}.osDisk.diskSizeGB"),
        ["os disk type"] = (static m => m with { OsDisk = m.OsDisk with { StorageAccountType = "StandardSSD_LRS" } }, $"{Storage}.osDisk.managedDisk"),
        ["os disk caching"] = (static m => m with { OsDisk = m.OsDisk with { CachingType = "ReadWrite" } }, $"{Storage}.osDisk.caching"),
        ["ephemeral"] = (static m => m with { OsDisk = m.OsDisk with { Ephemeral = true } }, $"{Storage}.osDisk.diffDiskSettings"),
        ["new data disk"] = (static m => m with { DataDisks = [.. m.DataDisks, new DataDiskSpec { NameSuffix = "more", DiskSizeGB = 8, Lun = 9 }] }, $"{Storage}.dataDisks"),
        ["ssh key"] = (static m => m with { SshPublicKey = "ssh-rsa BBBB other" }, "$.properties.osProfile.linuxConfiguration.ssh.publicKeys['/home/capi/.ssh/authorized_keys'].keyData"),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Fact]
    public async Task Machines_AsTheSpecWantsThem_AreNotStale()
    {
        await using var bed = await CreateAsync();

        var machine = Assert.Single(await bed.Get<IMachineInventory>().ListControlPlaneAsync(bed.Spec, default));

        Assert.Equal((ActivitiesTestBed.Machine, "Succeeded"), (machine.Name, machine.ProvisioningState));
        Assert.NotNull(machine.CreatedAt);
        Assert.Empty(machine.StaleFields);
        Assert.All((await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default)).Machines, static m => Assert.Empty(m.StaleFields));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ControlPlane_FieldChanged_IsStaleForThatField(string name)
    {
        await using var bed = await CreateAsync();
        var (change, path) = Changes[name];
        await bed.ApplyAsync(bed.Spec with { ControlPlane = bed.Spec.ControlPlane with { Machine = change(bed.Spec.ControlPlane.Machine) } });

        var machine = Assert.Single(await bed.Get<IMachineInventory>().ListControlPlaneAsync(bed.Spec, default));

        Assert.Contains(machine.StaleFields, f => f.StartsWith(path == "size" ? "$.properties.hardwareProfile.vmSize" : path, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pool_FieldChanged_EveryInstanceIsStaleForThatField(string name)
    {
        await using var bed = await CreateAsync();
        var (change, path) = Changes[name];
        var pool = bed.Spec.MachinePools[0];
        await bed.ApplyAsync(bed.Spec with { MachinePools = [pool with { Machine = change(pool.Machine) }] });

        var found = await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default);

        Assert.False(found.ModelCurrent);
        Assert.Equal(4, found.Machines.Count);
        Assert.All(found.Machines, m => Assert.Contains(m.StaleFields, f => f.StartsWith(path == "size" ? "$.sku.name" : path, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ControlPlane_OtherFields_AreSeenToo()
    {
        await using var bed = await CreateAsync();
        var machine = bed.Spec.ControlPlane.Machine;
        await bed.ApplyAsync(bed.Spec with { ControlPlane = bed.Spec.ControlPlane with { Machine = machine with { DataDisks = [], Spot = new SpotSpec("0.1"), AcceleratedNetworking = false, SubnetName = "node-subnet" } } });
        bed.Bootstrap.Extra = "changed";

        var stale = Assert.Single(await bed.Get<IMachineInventory>().ListControlPlaneAsync(bed.Spec, default)).StaleFields;

        Assert.Contains("$.properties.storageProfile.dataDisks['0']", stale);
        Assert.Contains("$.properties.priority", stale);
        Assert.Contains("$.networkInterface.properties.enableAcceleratedNetworking", stale);
        Assert.Contains("$.networkInterface.properties.ipConfigurations['pipConfig'].properties.subnet.id", stale);
        Assert.Contains(MachineDifferences.CustomDataPath, stale);
    }

    private static async Task<ActivitiesTestBed> CreateAsync()
    {
        var bed = await ActivitiesTestBed.StartAsync();
        await bed.CreateAllAsync();
        return bed;
    }
}
