using System.Net;
using Orchestrator.Contracts.Messages;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>Pools of AKS clusters that come, go and take turns.</summary>
public sealed class PoolTests
{
    [Fact]
    public async Task Apply_PoolRenamed_AddsTheNewOneBeforeTheOldGoes()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var done = await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [("name: work", "name: other")]));

        Assert.Equal(["other", "system"], Pools(harness).Select(static p => (string)p["name"]!).Order(StringComparer.Ordinal));
        Assert.True(Step(done, "AgentPool/other").FinishedAt <= Step(done, "AgentPool/work").StartedAt);
    }

    [Fact]
    public async Task Apply_SizeOfAPool_IsRefusedUnlessPoolsMayBeReplaced()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        (string, string) size = ("mode: User\n    vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}", "mode: User\n    vmSize: Standard_D4s_v3");

        var refused = await harness.ApplyRawAsync(AksManifests.Sample(changes: size));
        var done = await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [size, ("maxParallelPools: 1", "replacePools: true")]));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["system Standard_D2s_v3", "work Standard_D4s_v3"], Pools(harness).Select(static p => $"{p["name"]} {p["vmSize"]}"));
        Assert.True(Step(done, "AgentPool/workx").FinishedAt <= Step(done, "AgentPool/work@old").StartedAt);
        Assert.True(Step(done, "AgentPool/work").FinishedAt <= Step(done, "AgentPool/workx@drained").StartedAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pools_WithinTheirBudget_AllReachTheirState(int budget)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var done = await harness.ApplyAndWaitAsync(AksManifests.Sample(changes:
        [
            ("maxParallelPools: 1", $"maxParallelPools: {budget}"), ("count: 2\n    availabilityZones", "count: 3\n    availabilityZones"), ("maxCount: 5", "maxCount: 6"),
        ]));

        Assert.Equal(["system 3 ", "work 2 6"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]} {p["maxCount"]}"));
        Assert.True(budget > 1 || Step(done, "AgentPool/system").FinishedAt <= Step(done, "AgentPool/work").StartedAt);
    }
}
