using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

/// <summary>People steer operations: suspend, resume, cancel, retry, scale, upgrade, undo.</summary>
public sealed class SteeringTests
{
    private const string Cluster = "/api/clusters/default/c1";

    [Theory]
    [InlineData(30, false)]
    [InlineData(150, true)]
    [InlineData(280, false)]
    public async Task Cancel_StopsAtASafePoint_SaysWhatIsLeft_AndRetryGoesOn(int seconds, bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { ReplayAfterEveryStep = replayAfterEveryStep });
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(seconds));

        await AcceptedAsync(harness, $"/api/operations/{id}/cancel");
        var canceled = await harness.RunToEndAsync(id);

        Assert.Equal((OperationState.Canceled, ErrorCatalog.OperationCanceled.Code), (canceled.State, canceled.Error?.Code));
        Assert.Contains("left: ", canceled.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(canceled.Resources, static r => r.State == StepState.Running && r.Key.StartsWith("VirtualNetwork", StringComparison.Ordinal));
        Assert.DoesNotContain(harness.Azure.Resources.Journal, static entry => entry.Ended is null);
        var retried = (await AcceptedAsync(harness, $"{Cluster}/retry")).OperationId!;
        await harness.SucceedAsync(retried);
    }

    public static TheoryData<int, bool> MomentsOfARoll
    {
        get
        {
            var moments = new TheoryData<int, bool>();
            for (var seconds = 110; seconds <= 230; seconds += 12)
            {
                moments.Add(seconds, seconds % 24 == 14);
            }

            return moments;
        }
    }

    /// <summary>Out of etcd and still in Azure, a machine would be waited for by everybody and removed by nobody.</summary>
    [Theory]
    [MemberData(nameof(MomentsOfARoll))]
    public async Task Stop_InsideTheReplacingOfMachines_LeavesNoneHalfRemoved(int seconds, bool isCancel)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seconds, ReplayAfterEveryStep = seconds % 5 == 0 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await harness.RunForAsync(TimeSpan.FromSeconds(2));
        var id = (await AcceptedAsync(harness, $"{Cluster}/restart", new RestartRequest())).OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(seconds));

        if (isCancel)
        {
            await AcceptedAsync(harness, $"/api/operations/{id}/cancel");
            Assert.Equal(OperationState.Canceled, (await harness.RunToEndAsync(id)).State);
            Assert.DoesNotContain(harness.Azure.Machines.Clusters.All.Single().Nodes, static n => n.Unschedulable);
            id = (await AcceptedAsync(harness, $"{Cluster}/retry")).OperationId!;
        }
        else
        {
            await AcceptedAsync(harness, $"{Cluster}/scale", new ScaleRequest(2, "c1-mp-0"));
        }

        await harness.SucceedAsync(id);
        Assert.Equal(isCancel ? 2 : 3, harness.Azure.Machines.Clusters.All.Single().Nodes.Count);
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    /// <summary>A budget of the user's may hold a drain for ever; the operation must still be somebody's to end.</summary>
    [Fact]
    public async Task Cancel_OfADrainThatABudgetHolds_EndsIt_AndTheNodeServesAgain()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 78, Workload = new SampleWorkload("web", Replicas: 2, MinAvailable: "2") });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        var id = (await AcceptedAsync(harness, $"{Cluster}/restart", new RestartRequest("c1-mp-0"))).OperationId!;
        await harness.RunForAsync(TimeSpan.FromMinutes(60));
        Assert.Contains(harness.Azure.Machines.Clusters.All.Single().Nodes, static n => n.Unschedulable);

        await AcceptedAsync(harness, $"/api/operations/{id}/cancel");
        await harness.RunForAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(OperationState.Canceled, (await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).State);
        Assert.DoesNotContain(harness.Azure.Machines.Clusters.All.Single().Nodes, static n => n.Unschedulable);
    }

    [Fact]
    public async Task Suspend_StandsStillUntilResumed()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(60));

        await AcceptedAsync(harness, $"/api/operations/{id}/suspend");
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        var started = harness.Azure.Resources.Journal.Count;
        await harness.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal(OperationState.Suspended, (await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).State);
        Assert.Equal(started, harness.Azure.Resources.Journal.Count);
        await AcceptedAsync(harness, $"/api/operations/{id}/resume");
        await harness.SucceedAsync(id);
    }

    [Fact]
    public async Task Cancel_OfASuspendedOperation_EndsIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(60));
        await AcceptedAsync(harness, $"/api/operations/{id}/suspend");

        await AcceptedAsync(harness, $"/api/operations/{id}/cancel");

        Assert.Equal(OperationState.Canceled, (await harness.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task Apply_WhileACancelIsUnderWay_IsCarriedOut()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(100));
        await AcceptedAsync(harness, $"/api/operations/{id}/cancel");
        var newer = (await harness.ApplyAsync(Manifests.Sample(workers: 2))).Clusters.Single().OperationId!;

        await harness.SucceedAsync(newer);

        Assert.Equal((ClusterPhase.Ready, 2), await StatusAsync(harness));
    }

    [Fact]
    public async Task ScaleUpgradeAndUndo_ChangeTheSpecAsManifestsWould()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        await harness.SucceedAsync((await AcceptedAsync(harness, $"{Cluster}/scale", new ScaleRequest(2, "c1-mp-0"))).OperationId!);
        Assert.Equal((ClusterPhase.Ready, 2), await StatusAsync(harness));
        await harness.SucceedAsync((await AcceptedAsync(harness, $"{Cluster}/undo")).OperationId!);
        Assert.Equal((ClusterPhase.Ready, 1), await StatusAsync(harness));
        await harness.SucceedAsync((await AcceptedAsync(harness, $"{Cluster}/upgrade", new UpgradeRequest("v1.31.0"))).OperationId!);

        Assert.Equal("v1.31.0", (await harness.GetAsync<ClusterStatus>(Cluster)).ControlPlaneVersion);
        using var undone = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/undo");
        Assert.Equal(HttpStatusCode.BadRequest, undone.StatusCode);
    }

    [Theory]
    [InlineData("scale", """{"replicas":2,"pool":"nope"}""", "c1-mp-0")]
    [InlineData("scale", """{"replicas":2}""", "replicas")]
    [InlineData("scale", """{"replicas":-1,"pool":"c1-mp-0"}""", "replicas")]
    [InlineData("scale", """{"count":2}""", "replicas")]
    [InlineData("upgrade", """{"version":"v1.33.0"}""", "v1.30.2")]
    [InlineData("upgrade", """{"version":"latest"}""", "version")]
    [InlineData("undo", "", "generation")]
    public async Task Change_ThatIsNotPossible_IsRefusedAndChangesNothing(string change, string body, string hint)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        using var refused = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/{change}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        var text = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(hint, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, (await harness.GetAsync<ClusterStatus>(Cluster)).Generation);
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task Steer_OfAnOperationThatEndedOrNeverWas_SaysSo(string verb)
    {
        await using var harness = await ClusterHarness.StartAsync();
        var ended = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        using var late = await harness.SendAsync(HttpMethod.Post, $"/api/operations/{ended.Id}/{verb}");
        using var unknown = await harness.SendAsync(HttpMethod.Post, $"/api/operations/default.c1.99/{verb}");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (late.StatusCode, unknown.StatusCode));
    }

    private static async Task<(ClusterPhase Phase, int Workers)> StatusAsync(ClusterHarness harness)
    {
        var status = await harness.GetAsync<ClusterStatus>(Cluster);
        return (status.Phase, status.WorkerReplicas);
    }

    private static Task<ApplyOutcomeOrStatus> AcceptedAsync(ClusterHarness harness, string path, object? body = null) => harness.PostAsync<ApplyOutcomeOrStatus>(path, body);

    private sealed record ApplyOutcomeOrStatus(string? OperationId);
}
