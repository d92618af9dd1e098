using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.EndToEnd;

public sealed class LifeTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 3, false)]
    public async Task Sample_CreatedRolledAndDeleted_LeavesOnlyWhatIsBorrowed(int seed, int controlPlanes, bool replayAlways)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed, ReplayAfterEveryStep = replayAlways });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();

        await harness.ApplyAndWaitAsync(Manifests.Sample(controlPlanes: controlPlanes));
        var created = await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1");
        await harness.ApplyAndWaitAsync(Manifests.Sample(version: "v1.31.1", controlPlanes: controlPlanes));
        var rolled = await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1");
        await harness.DeleteAndWaitAsync();

        Assert.Equal((ClusterPhase.Ready, "v1.30.2"), (created.Phase, created.ControlPlaneVersion));
        Assert.Equal((ClusterPhase.Ready, "v1.31.1"), (rolled.Phase, rolled.ControlPlaneVersion));
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task Apply_SameManifestAgain_ChangesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample());
        var writes = harness.Azure.Resources.Calls("PUT");

        var again = await harness.ApplyAsync(Manifests.Sample(), System.Net.HttpStatusCode.OK);

        Assert.False(again.Clusters.Single().Changed);
        Assert.Null(again.Clusters.Single().OperationId);
        Assert.Equal(writes, harness.Azure.Resources.Calls("PUT"));
    }

    [Fact]
    public async Task Apply_NewerSpecWhileCreating_EndsWithTheNewerSpec()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 5 });
        var first = await harness.ApplyAsync(Manifests.Sample(workers: 2));
        await harness.RunForAsync(TimeSpan.FromSeconds(30));
        var second = await harness.ApplyAsync(Manifests.Sample(workers: 3));

        Assert.Equal(first.Clusters.Single().OperationId, second.Clusters.Single().OperationId);
        await harness.SucceedAsync(first.Clusters.Single().OperationId!);

        var status = await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1");
        Assert.Equal((2, 2, 3), (status.Generation, status.ObservedGeneration, status.WorkerReplicas));
        Assert.Equal(3, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => !n.IsControlPlane && n.Ready));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(200)]
    public async Task Delete_WhileCreating_LeavesNothing(int afterSeconds)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = afterSeconds });
        var before = harness.Azure.Resources.All.Count;
        await harness.ApplyAsync(Manifests.Sample());
        await harness.RunForAsync(TimeSpan.FromSeconds(afterSeconds));

        await harness.DeleteAndWaitAsync();

        Assert.Equal(before, harness.Azure.Resources.All.Count);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/c1")).StatusCode);
    }

    [Fact]
    public async Task Apply_AfterDelete_BeginsANewLife()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await harness.DeleteAndWaitAsync();

        var again = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        Assert.Equal("default.c1.3", again.Id);
        Assert.Equal(ClusterPhase.Ready, (await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1")).Phase);
        Assert.Empty(harness.Azure.Machines.Violations);
    }
}
