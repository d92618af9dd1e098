using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>Changes of AKS clusters and their pools in place.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task Apply_FieldsOfClusterAndPool_ChangesThemInPlaceAndKeepsTheAutoscalersCount()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await ScaleInAzureAsync(harness, "work", 4);

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes:
        [
            ("upgradeChannel: patch", "upgradeChannel: stable"), ("maxCount: 5", "maxCount: 9\n    nodeLabels: { team: a }"), ("count: 2\n    availabilityZones", "count: 3\n    availabilityZones"),
        ]));

        Assert.Equal("stable", (string?)Cluster(harness)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"]);
        Assert.Equal(["system 3", "work 4"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]}"));
        Assert.Equal((9, "a"), ((int)Pools(harness)[1]["maxCount"]!, (string?)Pools(harness)[1]["nodeLabels"]!["team"]));
    }

    [Fact]
    public async Task Apply_PoolOnWhichAzureWorks_IsWaitedForAndChangedOnce()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await PutInAzureAsync(harness, $"{AksManifests.ClusterId}/agentPools/work", body => body["properties"]!["maxCount"] = 7, wait: false);

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("maxCount: 5", "maxCount: 8")));

        Assert.Equal(2, Writes(harness, "/agentPools/work"));
        Assert.Equal(8, (int)Pools(harness)[1]["maxCount"]!);
    }

    [Fact]
    public async Task Apply_AzureAtWorkOnAPool_WaitsInsteadOfFighting()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await PutInAzureAsync(harness, $"{AksManifests.ClusterId}/agentPools/system", body => body["properties"]!["count"] = 3, wait: false);

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("upgradeChannel: patch", "upgradeChannel: stable")));

        Assert.Equal(2, Writes(harness, "/managedClusters/aks1"));
        Assert.Equal("stable", (string?)Cluster(harness)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"]);
    }

    [Fact]
    public async Task ScaleAndUpgrade_ByName_ChangeTheClusterAndRefuseWhatIsNotTheirs()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        await ChangeAndWaitAsync(harness, "scale", new ScaleRequest(3, "system"));
        await ChangeAndWaitAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        var scaled = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/scale", JsonContent.Create(new ScaleRequest(3, "work"), options: ContractJson.Options));
        var restarted = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/restart");

        Assert.Equal(["system 3 1.32.3", "work 2 1.32.3"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]} {p["currentOrchestratorVersion"]}"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (scaled.StatusCode, restarted.StatusCode));
    }

    [Fact]
    public async Task StopAndStart_ChangesThePowerAndNothingElse()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        await ChangeAndWaitAsync(harness, "stop");
        var stopped = (string?)Cluster(harness)["properties"]!["powerState"]!["code"];
        var shown = (await StatusAsync(harness)).Power;
        var whileStopped = await harness.GetAsync<ClusterPlan>("/api/clusters/default/aks1/plan");
        await ChangeAndWaitAsync(harness, "start");

        Assert.Equal(("Stopped", Contracts.Clusters.ManagedClusterPower.Stopped), (stopped, shown));
        Assert.False(whileStopped.Summary.HasChanges);
        Assert.Equal("Running", (string?)Cluster(harness)["properties"]!["powerState"]!["code"]);
    }

    [Theory]
    [InlineData("upgradeChannel: patch", "upgradeChannel: stable")]
    [InlineData("maxCount: 5", "maxCount: 6")]
    [InlineData("name: work", "name: other")]
    public async Task Change_WhileStopped_IsRefusedWithWhatToDo(string before, string after)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await ChangeAndWaitAsync(harness, "stop");

        var refused = await harness.ApplyRawAsync(AksManifests.Sample(changes: (before, after)), "?dryRun=true");
        await ChangeAndWaitAsync(harness, "start");
        var taken = await harness.PlanAsync(AksManifests.Sample(changes: (before, after)));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("ORC0250", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(taken.Clusters.Single().Changed);
    }
}
