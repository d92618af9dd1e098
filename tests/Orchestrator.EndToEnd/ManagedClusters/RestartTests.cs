using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Operations;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>Pools of AKS clusters are restarted.</summary>
public sealed class RestartTests
{
    /// <summary>Azure has no call that restarts a pool: another takes its pods, and it is made anew.</summary>
    [Theory]
    [InlineData("""{"pool":"work"}""", false)]
    [InlineData("{}", true)]
    public async Task Restart_ReplacesThePoolsOnce_AndNoManifestDoesItAgain(string body, bool all)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 98, ReplayAfterEveryStep = all });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        var before = NodeIds(harness);
        var plan = (await harness.PostAsync<ApplyOutcome>($"{ClusterPath}/restart?dryRun=true", JsonNode.Parse(body), HttpStatusCode.OK)).Plan!;

        await ChangeAndWaitAsync(harness, "restart", JsonNode.Parse(body));

        Assert.Equal(all ? 4 : 2, plan.Summary.MachinesToRoll);
        Assert.All(plan.Nodes.SelectMany(static n => n.Machines), static m => Assert.Equal("$.restartedAt", m.Reasons.Single().Path));
        Assert.Equal(["system", "work"], PoolNames(harness));
        Assert.Equal(all ? 0 : 2, NodeIds(harness).Intersect(before).Count());
        Assert.Null((await harness.ApplyAsync(AksManifests.WithoutUpgrades(), HttpStatusCode.OK)).Clusters.Single().OperationId);

        // Whoever writes a pool's tags takes ours away: that asks for nothing.
        await ClearTagsAsync(harness, "work");
        var scaled = await harness.RunToEndAsync((await harness.ApplyAsync(AksManifests.WithoutUpgrades(("maxCount: 5", "maxCount: 6")))).Clusters.Single().OperationId!);
        Assert.DoesNotContain(scaled.Resources, static r => r.Key.EndsWith("@old", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"controlPlane":true}""", "only its pools")]
    [InlineData("""{"pool":"nope"}""", "system, work")]
    public async Task Restart_ThatIsNotPossible_SaysWhatIs(string body, string hint)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());

        using var refused = await harness.SendAsync(HttpMethod.Post, $"{ClusterPath}/restart", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(hint, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static HashSet<string> NodeIds(ClusterHarness harness) =>
    [
        .. harness.Azure.Resources.All.Where(static r => r.Type == "Microsoft.Compute/virtualMachineScaleSets/virtualMachines")
            .Select(r => $"{r.Id} {Read(harness, r.Id)["properties"]!["timeCreated"]}"),
    ];

    private static Task ClearTagsAsync(ClusterHarness harness, string pool) => PutInAzureAsync(harness, $"{AksManifests.ClusterId}/agentPools/{pool}", static body =>
    {
        Assert.NotNull(body["properties"]!["tags"]!["orchestrator-restarted-at"]);
        body["properties"]!["tags"] = new JsonObject();
    });
}
