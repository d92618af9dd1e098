using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class DrainNodeTests
{
    [Fact]
    public async Task Drain_RepeatedUntilDone_EvictsWhatMustGo_AndLeavesTheRest()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.AddNode("n1");
        fixture.AddPod("web", "n1");
        fixture.AddPod("elsewhere", "n2");
        fixture.AddPod("agent", "n1", metadata: ", \"ownerReferences\": [{ \"kind\": \"DaemonSet\", \"controller\": true }]");

        var first = await DrainAsync(fixture, "n1");
        var ending = await DrainAsync(fixture, "n1");
        fixture.Kubernetes.Objects.Remove("/api/v1/namespaces/default/pods/web");
        var last = await DrainAsync(fixture, "n1");

        Assert.False(first.Done);
        Assert.Contains("default/web", first.Detail);
        Assert.False(ending.Done);
        Assert.True(last.Done);
        Assert.Single(fixture.Kubernetes.Requests, static request => request.EndsWith("/eviction", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drain_BudgetHoldsAPod_WaitsAndSaysSo()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.AddNode("n1");
        fixture.AddPod("web", "n1");
        fixture.Kubernetes.Evict = static _ => 429;

        var outcome = await DrainAsync(fixture, "n1");

        Assert.False(outcome.Done);
        Assert.Null(outcome.Error);
        Assert.Contains("1 held: default/web", outcome.Detail);
        Assert.True(outcome.RetryAfterSeconds > 0);
    }

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public async Task Drain_OfAPoolWithATimeout_GivesUpWhenItHasGoneBy(int seconds, bool givesUp)
    {
        await using var fixture = await NodesFixture.CreateAsync(SampleCluster.Create().WithPool(static pool => pool with { NodeDrainTimeout = TimeSpan.FromMinutes(2) }));
        fixture.AddNode("n1");
        fixture.AddPod("web", "n1");
        fixture.Kubernetes.Evict = static _ => 429;
        var request = fixture.Machines("n1") with { Pool = SampleCluster.Pool };
        fixture.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var outcome = await fixture.Get<DrainNode>().RunAsync(request, default);

        Assert.False(outcome.Done);
        Assert.Equal(givesUp ? ErrorCatalog.DrainTimeout.Code : null, outcome.Error?.Code);
    }

    [Fact]
    public async Task Drain_VolumesStillAttached_WaitsForThem_ButNotForThoseOfPodsThatStay()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.AddNode("n1");
        fixture.AddPod("agent", "n1", metadata: ", \"ownerReferences\": [{ \"kind\": \"DaemonSet\", \"controller\": true }]",
            spec: ", \"volumes\": [{ \"persistentVolumeClaim\": { \"claimName\": \"agent\" } }]");
        fixture.Kubernetes.Add("api/v1/namespaces/default/persistentvolumeclaims", """{ "metadata": { "name": "agent" }, "spec": { "volumeName": "pv-agent" } }""");
        foreach (var volume in new[] { "pv-agent", "pv-web" })
        {
            fixture.Kubernetes.Add("apis/storage.k8s.io/v1/volumeattachments", $$"""
                { "metadata": { "name": "a-{{volume}}" }, "spec": { "nodeName": "n1", "source": { "persistentVolumeName": "{{volume}}" } } }
                """);
        }

        var attached = await DrainAsync(fixture, "n1");
        fixture.Kubernetes.Objects.Remove("/apis/storage.k8s.io/v1/volumeattachments/a-pv-web");
        var detached = await DrainAsync(fixture, "n1");

        Assert.Equal("n1: 1 still attached: pv-web", attached.Detail);
        Assert.True(detached.Done);
    }

    [Fact]
    public async Task Drain_OfAMachineWithoutNode_IsDone()
    {
        await using var fixture = await NodesFixture.CreateAsync();

        Assert.True((await DrainAsync(fixture, "n1")).Done);
    }

    [Fact]
    public async Task Drain_ApiDown_IsATransientErrorAsData()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.Kubernetes.IsUp = false;

        var outcome = await DrainAsync(fixture, "n1");

        Assert.False(outcome.Done);
        Assert.Equal(ErrorCatalog.ApiServerUnreachable.Code, outcome.Error!.Code);
        Assert.True(outcome.RetryAfterSeconds > 0);
    }

    private static Task<Orchestrator.Contracts.Messages.MachineOutcome> DrainAsync(NodesFixture fixture, string node) =>
        fixture.Get<DrainNode>().RunAsync(fixture.Machines(node), default);
}
