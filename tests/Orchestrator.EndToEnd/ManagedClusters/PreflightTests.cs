using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>What an AKS cluster would run into is told by its plan, before anything is made.</summary>
public sealed class PreflightTests
{
    private const string Family = "standardDSv3Family";

    [Fact]
    public async Task Create_QuotaTooSmall_IsToldByThePlanAndGoesOnOnceRaised()
    {
        await using var harness = await ClusterHarness.StartAsync();
        harness.Azure.Quotas.Set("westeurope", Family, 7);
        var before = harness.Azure.Resources.All.Count;

        var planned = await (await harness.ApplyRawAsync(AksManifests.Sample(), "?dryRun=true")).Content.ReadAsStringAsync();
        var failed = await harness.RunToEndAsync((await harness.ApplyAsync(AksManifests.Sample())).Clusters.Single().OperationId!);
        var made = harness.Azure.Resources.All.Count;
        harness.Azure.Quotas.Set("westeurope", Family, 8);
        await ChangeAndWaitAsync(harness, "retry");

        Assert.Contains("limit 7, usage 0, 8 more needed (pool system 4, pool work 4)", planned, StringComparison.Ordinal);
        Assert.Equal((ErrorCatalog.QuotaExceeded.Code, before), (failed.Error!.Code, made));
        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(harness)).Phase);
    }

    /// <summary>Eight cores are there; a pool's surge is one machine of two, and pools take turns.</summary>
    [Theory]
    [InlineData(1, 9, "2 more needed (pool system 2)")]
    [InlineData(1, 10, null)]
    [InlineData(2, 10, "4 more needed (pool system 2, pool work 2)")]
    [InlineData(2, 12, null)]
    public async Task Upgrade_NeedsRoomForTheSurgeOfPoolsThatRollTogether(int together, int limit, string? says)
    {
        await using var harness = await ClusterHarness.StartAsync();
        (string, string) budget = ("maxParallelPools: 1", $"maxParallelPools: {together}");
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2", AksManifests.NoChannel, budget));
        harness.Azure.Quotas.Set("westeurope", Family, limit);

        var answer = await harness.ApplyRawAsync(AksManifests.Sample("v1.31.2", AksManifests.NoChannel, budget), "?dryRun=true");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(says is null, answer.IsSuccessStatusCode);
        Assert.True(says is null || text.Contains(says, StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Start_NeedsTheCoresOfAllNodesAgain()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await ChangeAndWaitAsync(harness, "stop");
        harness.Azure.Quotas.Set("westeurope", Family, 7);

        var answer = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/start?dryRun=true");

        Assert.Contains("8 more needed (pool system 4, pool work 4)", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithoutAChange_AsksForNoQuotaAndNoVersion()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        harness.Azure.Quotas.Set("westeurope", Family, 0);
        harness.Azure.Releases.Withdraw("westeurope", "1.31");

        Assert.False((await harness.PlanAsync(AksManifests.Sample())).Clusters.Single().Changed);
    }

    [Fact]
    public async Task Upgrade_ToAVersionThatAzureHasWithdrawn_IsToldByThePlan()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2"));
        harness.Azure.Releases.Withdraw("westeurope", "1.31.2");

        var answer = await harness.ApplyRawAsync(AksManifests.Sample("v1.31.2"), "?dryRun=true");

        Assert.Contains("AKS has no Kubernetes 1.31.2 in westeurope", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A pool that is replaced stands twice for a while.</summary>
    [Fact]
    public async Task Replace_OfAPool_NeedsRoomForItsStandIn()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        (string, string) size = ("mode: User\n    vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}", "mode: User\n    vmSize: Standard_D4s_v3");
        harness.Azure.Quotas.Set("westeurope", Family, 15);

        var answer = await harness.ApplyRawAsync(AksManifests.Sample(changes: [size, ("maxParallelPools: 1", "replacePools: true")]), "?dryRun=true");

        Assert.Contains("more needed (pool workx 8, pool work 4)", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
