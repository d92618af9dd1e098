using System.Text.Json.Nodes;
using Orchestrator.Activities.Graphs;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>What Azure would refuse half-way is refused before anything is created, with everything that is missing, how much and where.</summary>
public sealed class MachinePreflightTests
{
    private const string Family = "standardDSv3Family";
    private const string Size = "Standard_D2s_v3";

    /// <summary>The capability that Azure reports, what the pool asks for, and what the refusal says.</summary>
    private static readonly Dictionary<string, (string Name, string? Value, Func<MachineSpec, MachineSpec> Change, string Says)> Capabilities = new(StringComparer.Ordinal)
    {
        ["cpus"] = ("vCPUs", "1", static m => m, "has 1 vCPU; Kubernetes needs 2"),
        ["memory"] = ("MemoryGB", "1.5", static m => m, "has 1.5 GiB of memory; Kubernetes needs 2"),
        ["ephemeral"] = ("EphemeralOSDiskSupported", "False", static m => m with { OsDisk = m.OsDisk with { Ephemeral = true } }, "cannot have an ephemeral OS disk"),
        ["encryption at host"] = ("EncryptionAtHostSupported", "False", static m => m with { Security = new SecurityProfileSpec { EncryptionAtHost = true } }, "cannot encrypt at the host"),
        ["trusted launch"] = ("TrustedLaunchDisabled", "True", static m => m with { Security = new SecurityProfileSpec { SecurityType = "TrustedLaunch" } }, "has no trusted launch"),
        ["confidential"] = ("ConfidentialComputingType", null, static m => m with { Security = new SecurityProfileSpec { SecurityType = "ConfidentialVM" } }, "has no confidential computing"),
        ["accelerated networking"] = ("AcceleratedNetworkingEnabled", "False", static m => m with { AcceleratedNetworking = true }, "has no accelerated networking"),
        ["data disks"] = ("MaxDataDiskCount", "1", static m => m with { DataDisks = [Disk(0), Disk(1)] }, "takes 1 data disks; 2 are asked for"),
        ["interfaces"] = ("MaxNetworkInterfaces", "1", static m => m with { SecondaryInterfaces = [new NetworkInterfaceSpec()] }, "takes 1 network interfaces; 2 are asked for"),
        ["premium disks"] = ("PremiumIO", "False", static m => m with { OsDisk = m.OsDisk with { StorageAccountType = "Premium_LRS" } }, "takes no premium disks"),
        ["ultra disks"] = ("UltraSSDAvailable", null, static m => m with { UltraSsd = true }, "takes no ultra disks in the zones asked for"),
    };

    public static TheoryData<string> CapabilityNames => [.. Capabilities.Keys];

    [Theory]
    [MemberData(nameof(CapabilityNames))]
    public async Task Plan_SizeWithoutACapability_IsRefused(string name)
    {
        var (capability, value, change, says) = Capabilities[name];
        await using var bed = await ActivitiesTestBed.StartAsync(WithPool(Specs.Sample(), p => p with { Machine = change(p.Machine) }));
        EditSku(bed, sku =>
        {
            var list = (JsonArray)sku["capabilities"]!;
            foreach (var item in list.Where(c => (string?)c!["name"] == capability).ToList())
            {
                list.Remove(item);
            }

            if (value is not null)
            {
                list.Add(new JsonObject { ["name"] = capability, ["value"] = value });
            }
        });

        var error = await RefusedAsync(bed, ErrorCatalog.SkuNotAvailable);

        Assert.Contains($"The size {Size} of the pool c1-mp-0 {says}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SizeThatIsNotOffered_NamesEveryGroupThatWantsIt()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        bed.Wire.Edits["/skus"] = static list =>
        {
            foreach (var sku in ((JsonArray)list["value"]!).Where(static s => (string?)s!["name"] == Size).ToList())
            {
                ((JsonArray)list["value"]!).Remove(sku);
            }

            return list;
        };

        var error = await RefusedAsync(bed, ErrorCatalog.SkuNotAvailable);

        Assert.Equal($"The size {Size} of the control plane is not offered in westeurope. The size {Size} of the pool c1-mp-0 is not offered in westeurope.", error.Message);
    }

    [Fact]
    public async Task Plan_SizeRestrictedForTheSubscription_SaysWhy()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        EditSku(bed, static sku => ((JsonArray)sku["restrictions"]!).Add(JsonNode.Parse(
            """{"type":"Location","values":["westeurope"],"restrictionInfo":{"locations":["westeurope"]},"reasonCode":"NotAvailableForSubscription"}""")));

        var error = await RefusedAsync(bed, ErrorCatalog.SkuNotAvailable);

        Assert.Contains($"The subscription may not use the size {Size} of the control plane in westeurope (NotAvailableForSubscription).", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "The subscription may not use the size Standard_D2s_v3 of the pool c1-mp-0 in zone 3 of westeurope; it can be had in 1, 2.")]
    [InlineData("4", "The size Standard_D2s_v3 of the pool c1-mp-0 is not offered in zone 4 of westeurope; it can be had in 1, 2.")]
    public async Task Plan_ZoneThatTheSizeLacks_NamesThoseItHas(string zone, string message)
    {
        await using var bed = await ActivitiesTestBed.StartAsync(WithPool(Specs.Sample(), p => p with { FailureDomains = [zone] }));
        EditSku(bed, static sku => ((JsonArray)sku["restrictions"]!).Add(JsonNode.Parse(
            """{"type":"Zone","values":["westeurope"],"restrictionInfo":{"locations":["westeurope"],"zones":["3"]},"reasonCode":"NotAvailableForSubscription"}""")));

        Assert.Equal(message, (await RefusedAsync(bed, ErrorCatalog.SkuNotAvailable)).Message);
    }

    [Fact]
    public async Task Plan_QuotaTooSmallForTheWholeCluster_SaysHowMuchIsNeededForWhatAndWhere()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        bed.Azure.Quotas.Set(Specs.Location, Family, 9);
        bed.Azure.Quotas.Set(Specs.Location, "cores", 8);

        var error = await RefusedAsync(bed, ErrorCatalog.QuotaExceeded);

        Assert.Equal(
            "Quota Total Regional vCPUs (cores) in westeurope: limit 8, usage 0, 10 more needed (control plane 2, pool c1-mp-0 8); ask for a limit of at least 10. " +
            $"Quota {Family} vCPUs ({Family}) in westeurope: limit 9, usage 0, 10 more needed (control plane 2, pool c1-mp-0 8); ask for a limit of at least 10.",
            error.Message);
        bed.Azure.Quotas.Set(Specs.Location, Family, 10);
        bed.Azure.Quotas.Set(Specs.Location, "cores", 10);
        Assert.True((await PlanAsync(bed)).Summary.HasChanges);
    }

    /// <summary>A roll needs room for its surge: one machine of the control plane and one of the pool beside the 10 cores that are there.</summary>
    [Theory]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public async Task Plan_Roll_NeedsQuotaForTheSurge(int limit, bool enough)
    {
        await using var bed = await CreatedAsync();
        bed.Azure.Quotas.Set(Specs.Location, Family, limit);
        await bed.ApplyAsync(Specs.Sample(("KUBERNETES_VERSION", "v1.31.1")));

        if (enough)
        {
            Assert.Equal(5, (await PlanAsync(bed)).Summary.MachinesToRoll);
        }
        else
        {
            Assert.Contains("usage 10, 4 more needed (control plane 2, pool c1-mp-0 2)", (await RefusedAsync(bed, ErrorCatalog.QuotaExceeded)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>From 4 × 2 to 4 × 4 cores with a surge of one: 16 new and the last old machine's 2, of which 8 are there.</summary>
    [Fact]
    public async Task Plan_BiggerSize_NeedsTheDifferenceAndTheLastOldMachine()
    {
        await using var bed = await CreatedAsync();
        bed.Azure.Quotas.Set(Specs.Location, Family, 19);
        await bed.ApplyAsync(WithPool(bed.Spec, static p => p with { Machine = p.Machine with { VmSize = "Standard_D4s_v3" } }));

        Assert.Contains("limit 19, usage 10, 10 more needed (pool c1-mp-0 10)", (await RefusedAsync(bed, ErrorCatalog.QuotaExceeded)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OtherFamily_NeedsAllOfItsCoresThere()
    {
        await using var bed = await CreatedAsync();
        bed.Azure.Quotas.Set(Specs.Location, "standardDSv5Family", 9);
        await bed.ApplyAsync(WithPool(bed.Spec, static p => p with { Machine = p.Machine with { VmSize = "Standard_D2s_v5" } }));

        Assert.Contains("limit 9, usage 0, 10 more needed (pool c1-mp-0 10)", (await RefusedAsync(bed, ErrorCatalog.QuotaExceeded)).Message, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, (ImageSpec Image, string Path, string Title)> Images = new(StringComparer.Ordinal)
    {
        ["community"] = (
            new ImageSpec { Gallery = new GalleryImageSpec("g", "n", "1.0.0") }, "/locations/westeurope/communityGalleries/g/images/n/versions/1.0.0", "image n version 1.0.0 of community gallery g"),
        ["gallery"] = (
            new ImageSpec { Gallery = new GalleryImageSpec("g", "n", "1.0.0", Specs.Subscription, "images") }, "/resourceGroups/images/providers/Microsoft.Compute/galleries/g/images/n/versions/1.0.0",
            "image n version 1.0.0 of gallery g"),
        ["marketplace"] = (
            new ImageSpec { Marketplace = new MarketplaceImageSpec("p", "o", "s", "1.0.0") }, "/publishers/p/artifacttypes/vmimage/offers/o/skus/s/versions/1.0.0", "marketplace image p:o:s:1.0.0"),
        ["newest of marketplace"] = (
            new ImageSpec { Marketplace = new MarketplaceImageSpec("p", "o", "s", "latest") }, "/publishers/p/artifacttypes/vmimage/offers/o/skus/s/versions", "marketplace image p:o:s:latest"),
        ["shared directly"] = (
            new ImageSpec { Id = "/SharedGalleries/g/Images/n/Versions/1.0.0" }, "/locations/westeurope/sharedGalleries/g/images/n/versions/1.0.0", "image /SharedGalleries/g/Images/n/Versions/1.0.0"),
        ["id"] = (
            new ImageSpec { Id = $"/subscriptions/{Specs.Subscription}/resourceGroups/images/providers/Microsoft.Compute/images/i" }, "/resourceGroups/images/providers/Microsoft.Compute/images/i", "/images/i"),
    };

    public static TheoryData<string> ImageKinds => [.. Images.Keys];

    [Theory]
    [MemberData(nameof(ImageKinds))]
    public async Task Plan_ImageThatIsNotThere_IsNamedWithTheMachinesThatNeedIt(string kind)
    {
        var (image, path, title) = Images[kind];
        await using var bed = await ActivitiesTestBed.StartAsync(WithPool(Specs.Sample(), p => p with { Machine = p.Machine with { Image = image } }));
        bed.Wire.Missing[path] = "ImageNotFound";

        var error = await RefusedAsync(bed, ErrorCatalog.AzureNotFound);

        Assert.Contains(title, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("in westeurope; the pool c1-mp-0 needs it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NothingToMake_AsksForNothing()
    {
        await using var bed = await CreatedAsync();
        bed.Azure.Quotas.Set(Specs.Location, Family, 0);
        bed.Wire.Requests.Clear();

        Assert.False((await PlanAsync(bed)).Summary.HasChanges);

        Assert.DoesNotContain(bed.Wire.Requests, static r => r.Path.Contains("/locations/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PlanCluster_Refused_StoresNothingInAzure()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        bed.Azure.Quotas.Set(Specs.Location, Family, 1);

        var result = await bed.Get<PlanClusterActivity>().RunAsync(new PlanRequest(bed.Spec.Key, "default.c1.1", OperationKind.Apply), default);

        Assert.Equal((ErrorCatalog.QuotaExceeded.Code, RetryClass.NeedsUser), (result.Error?.Code, result.Error?.Retry));
        Assert.Equal(0, bed.Wire.Puts);
    }

    private static DataDiskSpec Disk(int lun) => new() { NameSuffix = $"d{lun}", DiskSizeGB = 8, Lun = lun };

    private static ClusterSpec WithPool(ClusterSpec spec, Func<MachinePoolSpec, MachinePoolSpec> change) => spec with { MachinePools = [change(spec.MachinePools[0])] };

    private static Task<Orchestrator.Contracts.Plans.ClusterPlan> PlanAsync(ActivitiesTestBed bed) => bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

    private static async Task<OrchestratorError> RefusedAsync(ActivitiesTestBed bed, ErrorDefinition definition)
    {
        var error = (await Assert.ThrowsAsync<OrchestratorException>(() => PlanAsync(bed))).Error;
        Assert.Equal((definition.Code, definition.Retry), (error.Code, error.Retry));
        return error;
    }

    private static void EditSku(ActivitiesTestBed bed, Action<JsonObject> change) => bed.Wire.Edits["/skus"] = list =>
    {
        change(((JsonArray)list["value"]!).OfType<JsonObject>().Single(static s => (string?)s["name"] == Size));
        return list;
    };

    private static async Task<ActivitiesTestBed> CreatedAsync()
    {
        var bed = await ActivitiesTestBed.StartAsync();
        await bed.CreateAllAsync();
        return bed;
    }
}
