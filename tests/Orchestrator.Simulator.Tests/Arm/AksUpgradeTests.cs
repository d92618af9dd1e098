using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What an upgrade does to the nodes of AKS: surge, drain, reimage; and what stops it, or lets it go on.</summary>
public sealed class AksUpgradeTests
{
    private const string Cluster = AksTestBed.Cluster;
    private const string SystemPool = AksTestBed.SystemPool;
    private const string Pool = AksTestBed.Pool;

    [Theory]
    [InlineData("1", 4)]
    [InlineData("50%", 5)]
    [InlineData("100%", 6)]
    public async Task Upgrade_SurgesDrainsAndReimages_AndNeverHasFewerNodesThanThePool(string surge, int most)
    {
        await using var bed = await AksTestBed.StartAsync(new SampleWorkload("web", 6, MinAvailable: "4"));
        await bed.CreateAsync(Pool, AksBodies.Pool("User", count: 3));
        var before = await AksTestBed.InstancesAsync(bed);
        await UpgradeControlPlaneAsync(bed, "1.34.0");
        var from = bed.Clock.GetUtcNow();
        var body = AksBodies.Pool("User", "1.34.0", 3);
        body["properties"]!["upgradeSettings"] = new JsonObject { ["maxSurge"] = surge };
        Assert.Equal("Upgrading", (await bed.PutAsync(Pool, body)).State);
        await bed.SettleAsync();
        var shown = (await bed.GetAsync(Pool)).Body!["properties"]!;
        Assert.Equal(("Succeeded", "1.34.0"), (shown["provisioningState"]!.ToString(), shown["currentOrchestratorVersion"]!.ToString()));
        Assert.Equal(before, await AksTestBed.InstancesAsync(bed));
        Assert.All(Nodes(bed), static node => Assert.Equal((true, false, "v1.34.0"), (node.Ready, node.Unschedulable, node.KubeletVersion)));
        var counts = Ready(bed, from).ToList();
        Assert.True(counts.TrueForAll(static count => count >= 3), $"Ready nodes went below three: {string.Join(' ', counts)}");
        Assert.Equal(most, counts.Max());
    }

    [Fact]
    public async Task Upgrade_ThatABudgetBlocks_FailsAfterTheDrainTimeout_AndTheNextOneGoesOn()
    {
        await using var bed = await AksTestBed.StartAsync(new SampleWorkload("web", 3, MinAvailable: "3"));
        var body = AksBodies.Pool("User", "1.34.0", 3);
        body["properties"]!["upgradeSettings"] = new JsonObject { ["drainTimeoutInMinutes"] = 5 };
        await bed.CreateAsync(Pool, AksBodies.Pool("User", count: 3));
        await UpgradeControlPlaneAsync(bed, "1.34.0");
        var began = bed.Clock.GetUtcNow();
        var answer = await bed.PutAsync(Pool, body);
        await bed.SettleAsync();
        Assert.InRange(bed.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(8));
        var status = (await bed.SendAsync("GET", answer.Header("Azure-AsyncOperation")!)).Body!;
        Assert.Equal(("Failed", "UpgradeFailed"), (status["status"]!.ToString(), status["error"]!["code"]!.ToString()));
        Assert.Contains("blocked by pdb web with 0 unready pods", status["error"]!["message"]!.ToString());
        var shown = (await bed.GetAsync(Pool)).Body!["properties"]!;
        Assert.Equal(("Failed", "1.33.2"), (shown["provisioningState"]!.ToString(), shown["currentOrchestratorVersion"]!.ToString()));
        Assert.Equal(3, (await AksTestBed.InstancesAsync(bed)).Count);
        Assert.All(Nodes(bed), static node => Assert.False(node.Unschedulable));
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        using var patch = new StringContent("""{"spec":{"minAvailable":1}}""", Encoding.UTF8, "application/merge-patch+json");
        (await client.PatchAsync(new Uri("/apis/policy/v1/namespaces/default/poddisruptionbudgets/web", UriKind.Relative), patch)).EnsureSuccessStatusCode();
        Assert.Equal(200, (await bed.PutAsync(Pool, body)).Status);
        await bed.SettleAsync();
        Assert.All(Nodes(bed), static node => Assert.Equal("v1.34.0", node.KubeletVersion));
    }

    [Fact]
    public async Task Abort_StopsWhereItIs_AndTheNextWriteTakesItUp()
    {
        await using var bed = await AksTestBed.StartAsync(null);
        await bed.CreateAsync(Pool, AksBodies.Pool("User", count: 4));
        await UpgradeControlPlaneAsync(bed, "1.34.0");
        Assert.Equal(204, (await bed.SendAsync("POST", $"{Pool}/abort")).Status);
        var upgrading = await bed.PutAsync(Pool, AksBodies.Pool("User", "1.34.0", 4));
        while (Nodes(bed).All(static node => node.KubeletVersion != "v1.34.0" || !node.Ready) || Nodes(bed).Count(static node => node.KubeletVersion == "v1.34.0") < 2)
        {
            await bed.AdvanceAsync(TimeSpan.FromSeconds(5));
        }

        var abort = await bed.SendAsync("POST", $"{Pool}/abort");
        Assert.Equal(202, abort.Status);
        Assert.Equal("Canceling", (await bed.GetAsync(Pool)).State);
        Assert.Equal("Canceling", (await bed.SendAsync("GET", upgrading.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        Assert.Equal(409, (await bed.PutAsync(Pool, AksBodies.Pool("User", "1.34.0", 4))).Status);
        await bed.SettleAsync();
        Assert.Equal("Canceled", (await bed.GetAsync(Pool)).State);
        Assert.Equal("Canceled", (await bed.SendAsync("GET", upgrading.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        Assert.Equal(2, Nodes(bed).Select(static node => node.KubeletVersion).Distinct().Count());
        await bed.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, Nodes(bed).Select(static node => node.KubeletVersion).Distinct().Count());
        Assert.Equal(200, (await bed.PutAsync(Pool, AksBodies.Pool("User", "1.34.0", 4))).Status);
        await bed.SettleAsync();
        Assert.Equal(("Succeeded", 4), ((await bed.GetAsync(Pool)).State, (await AksTestBed.InstancesAsync(bed)).Count));
        Assert.All(Nodes(bed), static node => Assert.Equal((true, "v1.34.0"), (node.Ready, node.KubeletVersion)));
    }

    [Fact]
    public async Task ClusterUpgrade_WithItsPools_TakesTheControlPlaneFirst_ThenOnePoolAfterAnother()
    {
        await using var bed = await AksTestBed.StartAsync(null);
        await bed.CreateAsync(Pool, AksBodies.Pool("User", count: 2));
        var body = AksBodies.Cluster("1.34.0", 1);
        body["properties"]!["agentPoolProfiles"]!.AsArray().Add(new JsonObject { ["name"] = "user", ["mode"] = "User", ["count"] = 2, ["vmSize"] = "Standard_D2s_v3", ["orchestratorVersion"] = "1.34.0" });
        Assert.Equal("Upgrading", (await bed.PutAsync(Cluster, body)).State);
        Assert.Equal(409, (await bed.PutAsync(Pool, AksBodies.Pool("User", count: 2))).Status);
        var seen = new List<string>();
        while ((await bed.GetAsync(Cluster)).State is "Upgrading")
        {
            var control = (await bed.GetAsync(Cluster)).Body!["properties"]!["currentKubernetesVersion"]!.ToString();
            var nodes = Nodes(bed, all: true).Where(static node => node.Name.Length > 0).GroupBy(static node => node.Name.Split('-')[1]).OrderBy(static pool => pool.Key).Select(static pool => $"{pool.Key}:{string.Join('+', pool.Select(static node => node.KubeletVersion).Distinct().Order())}");
            var line = $"{control} {string.Join(' ', nodes)}";
            if (seen.LastOrDefault() != line)
            {
                seen.Add(line);
            }

            await bed.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(
        [
            "1.33.2 system:v1.33.2 user:v1.33.2", "1.34.0 system:v1.33.2 user:v1.33.2", "1.34.0 system:v1.33.2+v1.34.0 user:v1.33.2",
            "1.34.0 system:v1.34.0 user:v1.33.2", "1.34.0 system:v1.34.0 user:v1.33.2+v1.34.0", "1.34.0 system:v1.34.0 user:v1.34.0",
        ], seen);
    }

    [Fact]
    public async Task NodeImages_AreNewEveryWeek_AndTakenOnByAnUpgradeOfTheImage()
    {
        await using var bed = await AksTestBed.StartAsync(null);
        var before = await ImageAsync(bed);
        await bed.AdvanceAsync(TimeSpan.FromDays(8));
        var latest = (await bed.GetAsync($"{SystemPool}/upgradeProfiles/default")).Body!["properties"]!["latestNodeImageVersion"]!.ToString();
        Assert.NotEqual(before, latest);
        Assert.Equal(before, await ImageAsync(bed));
        var answer = await bed.SendAsync("POST", $"{SystemPool}/upgradeNodeImageVersion");
        Assert.Equal((202, "UpgradingNodeImageVersion"), (answer.Status, answer.State));
        await bed.SettleAsync();
        Assert.Equal(latest, await ImageAsync(bed));
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        Assert.All(await AksKubeconfig.ListAsync(client, "/api/v1/nodes"), node => Assert.Equal(latest, node["metadata"]!["labels"]!["kubernetes.azure.com/node-image-version"]!.ToString()));
    }

    [Fact]
    public async Task Restart_GoesOnWithAnUpgrade()
    {
        var folder = Directory.CreateTempSubdirectory("simulated-aks").FullName;
        try
        {
            DateTimeOffset at;
            await using (var bed = await AzureTestBed.StartAsync(options => options with { DataFolder = folder }))
            {
                await bed.CreateAsync(Cluster, AksBodies.Cluster(count: 3));
                await UpgradeControlPlaneAsync(bed, "1.34.0");
                await bed.PutAsync(SystemPool, AksBodies.Pool("System", "1.34.0", 3));
                await bed.AdvanceAsync(TimeSpan.FromSeconds(90));
                at = bed.Clock.GetUtcNow();
            }

            await using var again = await AzureTestBed.StartAsync(options => options with { DataFolder = folder }, at, withGroup: false);
            Assert.Equal("Upgrading", (await again.GetAsync(SystemPool)).State);
            await again.SettleAsync();
            Assert.Equal("Succeeded", (await again.GetAsync(SystemPool)).State);
            Assert.All(again.Azure.Machines.Clusters.All.Single().Nodes, static node => Assert.Equal((true, "v1.34.0"), (node.Ready, node.KubeletVersion)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task UpgradeControlPlaneAsync(AzureTestBed bed, string version)
    {
        var body = AksBodies.Cluster(version);
        body["properties"]!.AsObject().Remove("agentPoolProfiles");
        await bed.CreateAsync(Cluster, body);
    }

    private static async Task<string> ImageAsync(AzureTestBed bed) => (await bed.GetAsync(SystemPool)).Body!["properties"]!["nodeImageVersion"]!.ToString();

    private static IReadOnlyList<SimulatedNode> Nodes(AzureTestBed bed, bool all = false) =>
        [.. bed.Azure.Machines.Clusters.All.Single().Nodes.Where(node => all || node.Name.Contains("-user-", StringComparison.Ordinal)).Where(static node => node.Ready || node.KubeletVersion.Length > 0)];

    /// <summary>How many nodes of the user pool were ready, after each change.</summary>
    private static IEnumerable<int> Ready(AzureTestBed bed, DateTimeOffset from)
    {
        var ready = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in bed.Azure.Machines.NodeJournal.Where(static change => change.Node.Contains("-user-", StringComparison.Ordinal)))
        {
            _ = change is { Exists: true, Ready: true } ? ready.Add(change.Node) : ready.Remove(change.Node);
            if (change.At >= from)
            {
                yield return ready.Count;
            }
        }
    }
}
