using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>People steer the operations of AKS clusters: limits, suspend, cancel, retry, pause, undo.</summary>
public sealed class SteeringTests
{
    [Theory]
    [InlineData("ManagedCluster: 15m", "Microsoft.ContainerService/managedClusters", "ManagedCluster/aks1", 15)]
    [InlineData("AgentPool: 20m", "Microsoft.ContainerService/managedClusters/agentPools", "AgentPool/system", 20)]
    public async Task Step_PastItsLimit_FailsByName_AndRetryGoesOnFromThere(string limit, string type, string step, int minutes)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 95 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades(AksManifests.Operations($"stepTimeouts: {{ {limit} }}")));
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = type, Fault = Fault.OperationHangs(TimeSpan.FromHours(2)), Times = 1 });

        var late = await harness.RunToEndAsync(await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3")));

        Assert.Equal((OperationState.Failed, ErrorCatalog.AzureTimeout.Code), (late.State, late.Error?.Code));
        Assert.True(late.Error!.Message.Contains(step, StringComparison.Ordinal), late.Error.Message);
        Assert.Contains($"longer than {minutes} minutes", late.Error.Message, StringComparison.Ordinal);
        await harness.RunForAsync(TimeSpan.FromHours(2));
        await ChangeAndWaitAsync(harness, "retry");
        Assert.Equal(("1.32.3", "1.32.3"), (Version(harness), Version(harness, "work")));
    }

    [Fact]
    public async Task Suspend_HoldsTheNextStep_UntilResumed()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 96 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/suspend");
        await harness.RunForAsync(TimeSpan.FromHours(3));

        Assert.Equal(OperationState.Suspended, (await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).State);
        Assert.Equal(("1.32.3", "1.31.2", "1.31.2"), (Version(harness), Version(harness, "system"), Version(harness, "work")));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/resume");
        await harness.SucceedAsync(id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Cancel_StopsAfterTheStepThatAzureWorksOn_AndRetryGoesOn(int minutes)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 97 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromMinutes(minutes));

        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");
        var canceled = await harness.RunToEndAsync(id);

        Assert.Equal((OperationState.Canceled, "1.31.2"), (canceled.State, Version(harness, "work")));
        Assert.Contains("AgentPool/work", canceled.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Azure.Resources.Journal, static entry => entry.Ended is null);
        await ChangeAndWaitAsync(harness, "retry");
        Assert.Equal(("1.32.3", "1.32.3"), (Version(harness), Version(harness, "work")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_HoldsBetweenPools_UntilItIsResumed(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 99, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        while (Version(harness) != "1.32.3")
        {
            await harness.RunForAsync(TimeSpan.FromMinutes(1));
        }

        await harness.PostAsync<ClusterStatus>($"{ClusterPath}/pause?reason=holidays", expected: HttpStatusCode.OK);
        await harness.RunForAsync(TimeSpan.FromHours(2));
        var writes = harness.Azure.Resources.Calls("PUT");
        await harness.RunForAsync(TimeSpan.FromHours(2));

        var status = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        Assert.Equal((OperationState.Running, writes, "1.31.2"), (status.State, harness.Azure.Resources.Calls("PUT"), Version(harness, "work")));
        Assert.Contains(status.Resources, static r => r.Detail == "paused (holidays): orc rollout resume default/aks1");
        await harness.PostAsync<ClusterStatus>($"{ClusterPath}/resume", expected: HttpStatusCode.OK);
        await harness.SucceedAsync(id);
        Assert.Equal(("1.32.3", "1.32.3"), (Version(harness, "system"), Version(harness, "work")));
    }

    [Fact]
    public async Task Pause_HoldsNoScaling_AndCancelEndsIt()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 100 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());
        await harness.PostAsync<ClusterStatus>($"{ClusterPath}/pause", expected: HttpStatusCode.OK);
        await ChangeAndWaitAsync(harness, "scale", new ScaleRequest(3, "system"));

        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromHours(1));
        Assert.Equal("1.31.2", Version(harness));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");

        Assert.Equal(OperationState.Canceled, (await harness.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task Undo_GoesBackToTheSpecBefore_ButNeverToAnOlderVersion()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 101 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades());
        await ChangeAndWaitAsync(harness, "scale", new ScaleRequest(3, "system"));
        await ChangeAndWaitAsync(harness, "undo");
        Assert.Equal(2, (int)Pool(harness, "system")["count"]!);
        await ChangeAndWaitAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));

        using var refused = await harness.SendAsync(HttpMethod.Post, $"{ClusterPath}/undo");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("it cannot go back to v1.31.2", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
