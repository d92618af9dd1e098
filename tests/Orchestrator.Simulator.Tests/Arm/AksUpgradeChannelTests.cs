using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What AKS upgrades of its own accord, and when.</summary>
public sealed class AksUpgradeChannelTests
{
    private const string Cluster = AksTestBed.Cluster;
    private const string SystemPool = AksTestBed.SystemPool;

    // 2026-01-01 is a Thursday; the window is Sunday, 00:00 to 04:00.
    private static readonly DateTimeOffset Sunday = new(2026, 1, 4, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("patch", "1.32.2", "1.32.10")]
    [InlineData("stable", "1.32.2", "1.33.10")]
    [InlineData("stable", "1.34.2", "1.34.10")]
    [InlineData("rapid", "1.32.2", "1.34.10")]
    [InlineData("none", "1.32.2", "1.32.2")]
    public async Task Channel_MovesTheClusterAndItsPools_InsideTheWindow(string channel, string from, string to)
    {
        await using var bed = await StartAsync(channel, from);
        await bed.AdvanceAsync(Sunday - bed.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        Assert.Equal(from, await VersionAsync(bed));
        await bed.AdvanceAsync(TimeSpan.FromHours(4));
        await bed.SettleAsync();
        Assert.Equal(to, await VersionAsync(bed));
        var pool = (await bed.GetAsync(SystemPool)).Body!["properties"]!;
        Assert.Equal((to, "Succeeded"), (pool["currentOrchestratorVersion"]!.ToString(), pool["provisioningState"]!.ToString()));
        var cluster = (await bed.GetAsync(Cluster)).Body!;
        Assert.Equal(("yes", to), (cluster["tags"]!["kept"]!.ToString(), cluster["properties"]!["kubernetesVersion"]!.ToString()));
        var count = bed.Azure.Resources.Journal.Count;
        await bed.AdvanceAsync(TimeSpan.FromDays(10));
        Assert.Equal(count, bed.Azure.Resources.Journal.Count);
    }

    [Fact]
    public async Task Channel_TakesWhatTheRegionOffers_AndWaitsForARunningOperation()
    {
        await using var bed = await StartAsync("patch", "1.32.2");
        bed.Azure.Releases.Withdraw("westeurope", "1.32.10");
        await bed.AdvanceAsync(Sunday - bed.Clock.GetUtcNow() - TimeSpan.FromSeconds(10));
        await bed.PutAsync(SystemPool, AksBodies.Pool("System", "1.32.2", 2));
        await bed.AdvanceAsync(TimeSpan.FromMinutes(3));
        await bed.SettleAsync();
        Assert.Equal("1.32.9", await VersionAsync(bed));
    }

    [Fact]
    public async Task NodeImages_AreRenewedEachWeek_WhereTheChannelSaysSo()
    {
        await using var bed = await StartAsync("none", "1.33.2", "NodeImage");
        var images = new HashSet<string>(StringComparer.Ordinal);
        for (var week = 0; week < 3; week++)
        {
            await bed.AdvanceAsync(TimeSpan.FromDays(7));
            await bed.SettleAsync();
            images.Add((await bed.GetAsync(SystemPool)).Body!["properties"]!["nodeImageVersion"]!.ToString());
        }

        Assert.Equal(3, images.Count);
    }

    [Fact]
    public async Task WithAChannel_TheControlPlaneDoesNotMoveAlone()
    {
        await using var bed = await StartAsync("stable", "1.33.2");
        var body = AksBodies.Cluster("1.34.0", 1);
        body["properties"]!["agentPoolProfiles"]![0]!["orchestratorVersion"] = "1.33.2";
        Assert.Equal("NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged", (await bed.PutAsync(Cluster, body)).Code);
        body["properties"]!["agentPoolProfiles"]![0]!["orchestratorVersion"] = "1.34.0";
        Assert.Equal("Upgrading", (await bed.PutAsync(Cluster, body)).State);
    }

    [Fact]
    public async Task Versions_HaveTheirSupport_AndDifferByRegion()
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Releases.Withdraw("westeurope", "1.31");
        async Task<ILookup<string, JsonNode>> ListAsync(string region) =>
            (await bed.GetAsync($"{AzureTestBed.Subscription}/providers/Microsoft.ContainerService/locations/{region}/kubernetesVersions")).Body!["values"]!.AsArray().ToLookup(static item => item!["version"]!.ToString(), static item => item!);
        var (here, there) = (await ListAsync("westeurope"), await ListAsync("northeurope"));
        Assert.False(here.Contains("1.31"));
        Assert.True(there.Contains("1.31"));
        Assert.Equal("""["AKSLongTermSupport"]""", here["1.29"].Single()["capabilities"]!["supportPlan"]!.ToJsonString());
        Assert.Equal("true", here["1.35"].Single()["isPreview"]!.ToString());
        Assert.Equal("K8sVersionNotSupported", (await bed.PutAsync(Cluster, AksBodies.Cluster("1.31.2"))).Code);
        Assert.Contains("Long-Term Support", (await bed.PutAsync(Cluster, AksBodies.Cluster("1.29.2"))).Message);
        var supported = AksBodies.Cluster("1.29.2");
        supported["sku"] = ArmBodies.Json(new { name = "Base", tier = "Premium" });
        supported["properties"]!["supportPlan"] = "AKSLongTermSupport";
        await bed.CreateAsync(Cluster, supported);
        var offered = (await bed.GetAsync($"{Cluster}/availableAgentPoolVersions")).Body!["properties"]!["agentPoolVersions"]!.AsArray().Select(static item => item!["kubernetesVersion"]!.ToString()).ToList();
        Assert.Equal(["1.29.0", "1.29.1", "1.29.2"], offered);
    }

    [Theory]
    [InlineData("""{"schedule":{"daily":{"intervalDays":3}},"durationHours":4,"startDate":"2026-01-01","startTime":"22:00"}""", "2026-01-02T03:00:00Z", "2026-01-04T22:00:00Z")]
    [InlineData("""{"schedule":{"daily":{"intervalDays":3}},"durationHours":4,"startDate":"2026-01-01","startTime":"22:00"}""", "2026-01-02T01:00:00Z", "2026-01-02T01:00:00Z")]
    [InlineData("""{"schedule":{"weekly":{"intervalWeeks":2,"dayOfWeek":"Friday"}},"durationHours":8,"startDate":"2026-01-01","startTime":"00:00","utcOffset":"+05:30"}""", "2026-01-03T00:00:00Z", "2026-01-15T18:30:00Z")]
    [InlineData("""{"schedule":{"absoluteMonthly":{"intervalMonths":3,"dayOfMonth":1}},"durationHours":4,"startDate":"2026-01-01","startTime":"09:00","utcOffset":"-08:00"}""", "2026-01-02T00:00:00Z", "2026-04-01T17:00:00Z")]
    [InlineData("""{"schedule":{"relativeMonthly":{"intervalMonths":2,"dayOfWeek":"Monday","weekIndex":"Last"}},"durationHours":4,"startDate":"2026-01-01","startTime":"01:00"}""", "2026-01-27T00:00:00Z", "2026-03-30T01:00:00Z")]
    [InlineData("""{"schedule":{"weekly":{"intervalWeeks":1,"dayOfWeek":"Friday"}},"durationHours":4,"startDate":"2026-01-01","startTime":"00:00","notAllowedDates":[{"start":"2026-01-01","end":"2026-01-10"}]}""", "2026-01-01T00:00:00Z", "2026-01-16T00:00:00Z")]
    public async Task Upgrade_BeginsWhenTheScheduleOpens(string window, string from, string opens)
    {
        await using var bed = await AzureTestBed.StartAsync(at: DateTimeOffset.Parse(from, CultureInfo.InvariantCulture));
        var body = AksBodies.Cluster("1.33.2", 1);
        body["properties"]!["autoUpgradeProfile"] = new JsonObject { ["upgradeChannel"] = "patch" };
        await bed.PutAsync(Cluster, body);
        await bed.PutAsync($"{Cluster}/maintenanceConfigurations/aksManagedAutoUpgradeSchedule", new JsonObject { ["properties"] = new JsonObject { ["maintenanceWindow"] = JsonNode.Parse(window) } });
        await bed.SettleAsync();
        await bed.AdvanceAsync(TimeSpan.FromDays(100));
        var begun = bed.Azure.Resources.Journal.Single(static entry => entry.Type == "Microsoft.ContainerService/managedClusters" && !entry.Created).Started;
        Assert.InRange(begun, DateTimeOffset.Parse(opens, CultureInfo.InvariantCulture), DateTimeOffset.Parse(opens, CultureInfo.InvariantCulture) + TimeSpan.FromMinutes(15));
    }

    private static async Task<AzureTestBed> StartAsync(string channel, string version, string? images = null)
    {
        var bed = await AzureTestBed.StartAsync();
        var body = AksBodies.Cluster(version, 1);
        body["tags"] = new JsonObject { ["kept"] = "yes" };
        body["properties"]!["autoUpgradeProfile"] = new JsonObject { ["upgradeChannel"] = channel, ["nodeOSUpgradeChannel"] = images ?? "None" };
        await bed.CreateAsync(Cluster, body);
        await bed.PutAsync($"{Cluster}/maintenanceConfigurations/{(images is null ? "aksManagedAutoUpgradeSchedule" : "aksManagedNodeOSUpgradeSchedule")}", AksBodies.Maintenance());
        return bed;
    }

    private static async Task<string> VersionAsync(AzureTestBed bed) => (await bed.GetAsync(Cluster)).Body!["properties"]!["currentKubernetesVersion"]!.ToString();
}
