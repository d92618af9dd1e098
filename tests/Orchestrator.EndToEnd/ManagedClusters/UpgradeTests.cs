using System.Net;
using System.Net.Http.Json;
using Orchestrator.Cli.Demo;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>The ways of AKS clusters to newer versions and node images.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task UpgradePlan_NamesTheNodesThatRoll_WithTheFieldThatMakesThem()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());

        var plan = (await harness.PostAsync<ApplyOutcome>($"{ClusterPath}/upgrade?dryRun=true", new UpgradeRequest("v1.32.3"), HttpStatusCode.OK)).Plan!;

        Assert.Equal((0, 3, 4), (plan.Summary.Create, plan.Summary.Update, plan.Summary.MachinesToRoll));
        Assert.Empty(Node(plan, "ManagedCluster/aks1").Machines);
        Assert.All(Node(plan, "AgentPool/work").Machines, static m => Assert.Equal(
            ("$.properties.orchestratorVersion", "1.31.2", "1.32.3"), (m.Reasons.Single().Path, m.Reasons.Single().Before, m.Reasons.Single().After)));
        Assert.All(Node(plan, "AgentPool/work").Machines, static m => Assert.StartsWith("aks-work-", m.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UpgradePlan_WithAChannel_ShowsTheNodesThatAzureTakesAlong()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var plan = (await harness.PostAsync<ApplyOutcome>($"{ClusterPath}/upgrade?dryRun=true", new UpgradeRequest("v1.32.3"), HttpStatusCode.OK)).Plan!;

        Assert.Equal(4, Node(plan, "ManagedCluster/aks1").Machines.Count);
    }

    [Fact]
    public async Task Upgrade_OverTwoMinors_GoesThroughEachAndThenThePools()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2", AksManifests.NoChannel));
        var plan = (await harness.PlanAsync(AksManifests.Sample("v1.32.3", AksManifests.NoChannel))).Clusters.Single().Plan!;

        var operation = await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3", AksManifests.NoChannel));

        var (took, path) = (operation.UpdatedAt - operation.CreatedAt, new DemoMeasurements(harness.Azure).CriticalPathOf(operation));
        Assert.InRange(took / path, 1, 1.3); // The path knows no turns, and pools take turns.
        Assert.Equal(
            ["ManagedCluster/aks1@1.31 1.30.2 → 1.31", "ManagedCluster/aks1 1.31 → 1.32.3", "AgentPool/system 1.30.2 → 1.32.3", "AgentPool/work 1.30.2 → 1.32.3"],
            plan.Nodes.SelectMany(static n => n.Changes.Where(static c => c.Path.EndsWith("Version", StringComparison.Ordinal)).Select(c => $"{n.Step.Key} {c.Before} → {c.After}")));
        Assert.All(plan.Nodes.SelectMany(static n => n.Changes), static c => Assert.EndsWith("Version", c.Path, StringComparison.Ordinal));
        Assert.Equal("v1.32.3", (await StatusAsync(harness)).ControlPlaneVersion);
        Assert.All(Pools(harness), static p => Assert.Equal("1.32.3", (string?)p["currentOrchestratorVersion"]));
        Assert.Equal(3, Writes(harness, "/managedClusters/aks1"));
    }

    [Fact]
    public async Task Upgrade_WithAChannel_TakesThePoolsAlongAsAzureDemands()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2"));
        var plan = (await harness.PlanAsync(AksManifests.Sample("v1.32.3"))).Clusters.Single().Plan!;

        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3"));

        Assert.Equal(["ManagedCluster/aks1@1.31", "ManagedCluster/aks1"], plan.Nodes.Where(static n => n.Step.Action == PlanAction.Update).Select(static n => n.Step.Key));
        Assert.All(Pools(harness), static p => Assert.Equal("1.32.3", (string?)p["currentOrchestratorVersion"]));
        Assert.Equal((3, 0), (Writes(harness, "/managedClusters/aks1"), Writes(harness, "/agentPools/work")));
    }

    [Fact]
    public async Task Apply_OlderVersionThanAzureWentTo_NeverGoesBack()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: AksManifests.NoChannel));
        await PutInAzureAsync(harness, AksManifests.ClusterId, static body => body["properties"]!["kubernetesVersion"] = "1.31.5");

        var plan = (await harness.PlanAsync(AksManifests.Sample(changes: AksManifests.NoChannel))).Clusters.Single();

        Assert.False(plan.Changed, plan.Plan!.ToString());
    }

    [Fact]
    public async Task NodeImages_OfLastMonth_MoveToTheNewestWhereTheSpecAsksForIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        (string, string) images = ("maxParallelPools: 1", "nodeImages: true");
        (string, string) noUpgrades = ("upgradeChannel: patch", "upgradeChannel: none, nodeOSUpgradeChannel: None");
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [noUpgrades, images]));
        var before = Images(harness);
        await harness.RunForAsync(TimeSpan.FromDays(30));
        harness.Clock.Advance(TimeSpan.FromDays(8));

        var plan = (await harness.PlanAsync(AksManifests.Sample(changes: [noUpgrades, images]))).Clusters.Single().Plan!;
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [noUpgrades, images]));

        Assert.Equal(["NodeImage/system", "NodeImage/work"], plan.Nodes.Where(static n => n.Step.Action == PlanAction.Update).Select(static n => n.Step.Key));
        Assert.All(Images(harness).Zip(before), static pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.False((await harness.PlanAsync(AksManifests.Sample(changes: [noUpgrades, images]))).Clusters.Single().Changed);
    }

    private static List<string> Images(ClusterHarness harness) => [.. Pools(harness).Select(static p => (string)p["nodeImageVersion"]!)];

    [Fact]
    public async Task Abort_WhileAzureUpgrades_EndsTheOperationAndAzuresWork()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        var upgrade = await harness.ApplyAsync(AksManifests.Sample("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));

        var answer = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/abort");
        var result = (await answer.Content.ReadFromJsonAsync<AbortResult>(ContractJson.Options))!;
        var ended = await harness.RunToEndAsync(upgrade.Clusters.Single().OperationId!);
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal([AksManifests.ClusterId], result.Aborted, StringComparer.OrdinalIgnoreCase);
        Assert.Equal((OperationState.Canceled, upgrade.Clusters.Single().OperationId), (ended.State, result.OperationId));
        Assert.Equal("v1.32.3", (await StatusAsync(harness)).ControlPlaneVersion);
    }
}
