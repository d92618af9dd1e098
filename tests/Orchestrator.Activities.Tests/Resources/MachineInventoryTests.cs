using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>Every field of a machine makes it stale, and the observation names the field.</summary>
public sealed class MachineInventoryTests
{
    private const string Storage = "$.properties.storageProfile";
    private const string Cards = "$.properties.networkProfileConfiguration.networkInterfaceConfigurations";
    private const string EncryptionSet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/diskEncryptionSets/d";

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
        ["os disk encryption set"] = (static m => m with { OsDisk = m.OsDisk with { DiskEncryptionSetId = EncryptionSet } }, $"{Storage}.osDisk.managedDisk"),
        ["os disk security"] = (static m => m with { OsDisk = m.OsDisk with { SecurityEncryptionType = "VMGuestStateOnly" } }, $"{Storage}.osDisk.managedDisk"),
        ["data disk encryption set"] = (
            static m => m with { DataDisks = [new DataDiskSpec { NameSuffix = "etcddisk", DiskSizeGB = 256, Lun = 0, DiskEncryptionSetId = EncryptionSet }] }, $"{Storage}.dataDisks"),
        ["data disk security"] = (
            static m => m with { DataDisks = [new DataDiskSpec { NameSuffix = "etcddisk", DiskSizeGB = 256, Lun = 0, SecurityEncryptionType = "DiskWithVMGuestState", SecurityDiskEncryptionSetId = EncryptionSet }] }, $"{Storage}.dataDisks"),
        ["direct shared gallery"] = (static m => m with { Image = new ImageSpec { Id = "/SharedGalleries/g/Images/n/Versions/v" } }, $"{Storage}.imageReference.sharedGalleryImageId"),
        ["encryption at host"] = (static m => m with { Security = new SecurityProfileSpec { EncryptionAtHost = true } }, "$.properties.securityProfile"),
        ["security type"] = (static m => m with { Security = new SecurityProfileSpec { SecurityType = "TrustedLaunch", SecureBoot = true, VTpm = true } }, "$.properties.securityProfile"),
        ["boot diagnostics"] = (static m => m with { BootDiagnostics = new BootDiagnosticsSpec("Disabled") }, "$.properties.diagnosticsProfile.bootDiagnostics.enabled"),
        ["boot diagnostics account"] = (
            static m => m with { BootDiagnostics = new BootDiagnosticsSpec("UserManaged", "https://a.blob.core.windows.net/") }, "$.properties.diagnosticsProfile.bootDiagnostics.storageUri"),
        ["ultra disks"] = (static m => m with { UltraSsd = true }, "$.properties.additionalCapabilities"),
        ["extensions forbidden"] = (static m => m with { DisableExtensionOperations = true }, "$.properties.osProfile.allowExtensionOperations"),
        ["extension"] = (static m => m with { Extensions = [Extension] }, "$.resources['agent']"),
        ["bootstrap extension"] = (static m => m with { BootstrapExtension = true }, "$.resources['CAPZ.Linux.Bootstrapping']"),
    };

    private static readonly Dictionary<string, (Func<MachineSpec, MachineSpec> Change, string OfMachine, string OfInstance)> NetworkChanges = new(StringComparer.Ordinal)
    {
        ["dns servers"] = (static m => m with { DnsServers = ["10.0.0.4"] }, "$.networkInterface.properties.dnsSettings", $"{Cards}['c1-mp-0-nic-0'].properties.dnsSettings"),
        ["subnet"] = (
            static m => m with { SubnetName = "other" },
            "$.networkInterface.properties.ipConfigurations['pipConfig'].properties.subnet.id",
            $"{Cards}['c1-mp-0-nic-0'].properties.ipConfigurations['ipConfig0'].properties.subnet.id"),
        ["more addresses"] = (
            static m => m with { PrivateIPConfigs = 2 },
            $"$.networkInterface.properties.ipConfigurations['{ActivitiesTestBed.Machine}-nic-1']", $"{Cards}['c1-mp-0-nic-0'].properties.ipConfigurations['ipConfig1']"),
        ["more interfaces"] = (static m => m with { SecondaryInterfaces = [new NetworkInterfaceSpec()] }, "$.properties.networkProfile.networkInterfaces", $"{Cards}['c1-mp-0-nic-1']"),
        ["accelerated networking"] = (
            static m => m with { AcceleratedNetworking = false }, "$.networkInterface.properties.enableAcceleratedNetworking", $"{Cards}['c1-mp-0-nic-0'].properties.enableAcceleratedNetworking"),
    };

    private static VmExtensionSpec Extension => new() { Name = "agent", Publisher = "p", Version = "1.0", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" } };

    public static TheoryData<string> Names => [.. Changes.Keys];

    public static TheoryData<string> NetworkNames => [.. NetworkChanges.Keys];

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

    [Theory]
    [MemberData(nameof(NetworkNames))]
    public async Task Machines_NetworkFieldChanged_AreStaleForThatFieldAndTheModelFollows(string name)
    {
        await using var bed = await CreateAsync();
        var (change, ofMachine, ofInstance) = NetworkChanges[name];
        var (spec, pool) = (bed.Spec, bed.Spec.MachinePools[0]);
        await bed.ApplyAsync(spec with
        {
            Network = spec.Network with { Subnets = [.. spec.Network.Subnets, spec.Network.Subnets[1] with { Name = "other" }] },
            ControlPlane = spec.ControlPlane with { Machine = change(spec.ControlPlane.Machine) },
            MachinePools = [pool with { Machine = change(pool.Machine) }],
        });

        var machine = Assert.Single(await bed.Get<IMachineInventory>().ListControlPlaneAsync(bed.Spec, default));
        var found = await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default);

        Assert.Contains(machine.StaleFields, f => f.StartsWith(ofMachine, StringComparison.Ordinal));
        Assert.False(found.ModelCurrent);
        Assert.All(found.Machines, m => Assert.Equal([ofInstance], m.StaleFields.Select(f => f[..Math.Min(f.Length, ofInstance.Length)])));
    }

    [Fact]
    public async Task Pool_CreatedWithEveryOption_IsAsTheSpecWantsIt()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(With(Specs.Sample(), Full));
        await bed.Get<ISecretStore>().SetAsync(bed.Spec.Key, VmExtensionSpec.SecretName("abc"), """{"key":"hush"}""", default);
        var step = await bed.PrepareAsync(StepKinds.VirtualMachineScaleSet);

        await bed.ReachAsync(step);

        var found = await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default);
        Assert.True(found.ModelCurrent);
        Assert.All(found.Machines, static m => Assert.Empty(m.StaleFields));
        var put = bed.Wire.Requests.Last(static r => r.Method == "PUT").Body!;
        GoldenFile.Verify(Steady(put), "VirtualMachineScaleSet.every-option");
        Assert.Equal("unchanged", (await bed.EnsureAsync(step)).Detail);
    }

    /// <summary>What a policy added to the model stays; what we dropped goes; what was switched on is switched off.</summary>
    [Fact]
    public async Task Pool_OptionsDropped_TakesBackWhatIsOursAndKeepsWhatIsNot()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(With(Specs.Sample(), static m => m with
        {
            Extensions = [Extension], Security = new SecurityProfileSpec { EncryptionAtHost = true }, SecondaryInterfaces = [new NetworkInterfaceSpec()],
        }));
        var step = await bed.PrepareAsync(StepKinds.VirtualMachineScaleSet);
        await bed.ReachAsync(step);
        var body = await bed.ReadAsync(step.ResourceId!);
        ((JsonArray)body["properties"]!["virtualMachineProfile"]!["extensionProfile"]!["extensions"]!).Add(JsonNode.Parse(
            """{"name":"theirs","properties":{"publisher":"q","type":"t","typeHandlerVersion":"1.0"}}"""));
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        Assert.Null((await arm.PutAsync(step.ResourceId!, body, null, "policy", default)).Error);
        await bed.SettleAsync();
        await bed.ApplyAsync(Specs.Sample());

        var stale = (await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default)).Machines[0].StaleFields;
        Assert.Equal(
            ["$.properties.networkProfileConfiguration.networkInterfaceConfigurations['c1-mp-0-nic-1']", "$.properties.securityProfile.encryptionAtHost", "$.resources['agent']"],
            stale.Order(StringComparer.Ordinal));
        await bed.ReachAsync(step, capacity: 4);

        var profile = (await bed.ReadAsync(step.ResourceId!))["properties"]!["virtualMachineProfile"]!;
        Assert.Equal("theirs", (string?)Assert.Single((JsonArray)profile["extensionProfile"]!["extensions"]!)!["name"]);
        Assert.False((bool)profile["securityProfile"]!["encryptionAtHost"]!);
        Assert.Single((JsonArray)profile["networkProfile"]!["networkInterfaceConfigurations"]!);
        Assert.True((await bed.Get<IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default)).ModelCurrent);
    }

    [Fact]
    public async Task Instance_OfAPoolWithoutDataDisks_WithAVolumeAttached_IsNotStale()
    {
        await using var bed = await CreateAsync();
        var (spec, pool) = (bed.Spec, bed.Spec.MachinePools[0]);
        var scaleSet = await bed.ReadAsync(ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name));
        var instance = await bed.ReadAsync($"{ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name)}/virtualMachines/0");
        instance["properties"]!["storageProfile"]!["dataDisks"] = new JsonArray(new JsonObject { ["lun"] = 0, ["name"] = "pvc-1", ["createOption"] = "Attach" });

        var differences = MachineDifferences.OfInstance(spec, pool, instance, scaleSet, ScaleSetUpdate.FingerprintOf(scaleSet)!);

        Assert.Empty(pool.Machine.DataDisks);
        Assert.Empty(differences);
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

    private static MachineSpec Full(MachineSpec machine) => machine with
    {
        OsDisk = machine.OsDisk with { StorageAccountType = "Premium_LRS", SecurityEncryptionType = "DiskWithVMGuestState", SecurityDiskEncryptionSetId = EncryptionSet },
        DataDisks = [new DataDiskSpec { NameSuffix = "fast", DiskSizeGB = 8, Lun = 0, StorageAccountType = "UltraSSD_LRS", CachingType = "None", DiskEncryptionSetId = EncryptionSet }],
        Security = new SecurityProfileSpec { EncryptionAtHost = false, SecurityType = "ConfidentialVM", SecureBoot = true, VTpm = true },
        BootDiagnostics = new BootDiagnosticsSpec("UserManaged", "https://a.blob.core.windows.net/"),
        Extensions = [Extension with { ProtectedSettingsHash = "abc" }],
        BootstrapExtension = true,
        DnsServers = ["10.0.0.4"],
        PrivateIPConfigs = 3,
        SecondaryInterfaces = [new NetworkInterfaceSpec { SubnetName = "node-subnet", AcceleratedNetworking = true, PrivateIPConfigs = 2 }],
        CapacityReservationGroupId = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/capacityReservationGroups/g",
        TerminateNotificationMinutes = 7,
        Image = new ImageSpec { Gallery = new GalleryImageSpec("g", "n", "1.0.0", Plan: new ImagePlanSpec("p", "o", "k")) },
    };

    private static ClusterSpec With(ClusterSpec spec, Func<MachineSpec, MachineSpec> change)
    {
        var pool = spec.MachinePools[0];
        return spec with { MachinePools = [pool with { Machine = change(pool.Machine), FailureDomains = ["1", "2"], ZoneBalance = true, PlatformFaultDomainCount = 1 }] };
    }

    private static JsonObject Steady(JsonObject body)
    {
        body["properties"]!["virtualMachineProfile"]!["osProfile"]!["customData"] = "(user data)";
        body["tags"]![ClusterTags.CustomDataRendered] = "(time)";
        return body;
    }

    private static async Task<ActivitiesTestBed> CreateAsync()
    {
        var bed = await ActivitiesTestBed.StartAsync();
        await bed.CreateAllAsync();
        return bed;
    }
}
