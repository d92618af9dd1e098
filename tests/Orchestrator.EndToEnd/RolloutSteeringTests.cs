using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

/// <summary>Machines are replaced because somebody wants it, and stand still because somebody wants that.</summary>
public sealed class RolloutSteeringTests
{
    private const string Cluster = "/api/clusters/default/c1";

    [Theory]
    [InlineData("""{"pool":"c1-mp-0"}""", 0, 6)]
    [InlineData("""{"controlPlane":true}""", 6, 0)]
    [InlineData("{}", 6, 6)]
    public async Task Restart_ReplacesEveryMachineOnce_ByTheRules(string body, int controlPlanes, int workers)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions
        {
            Seed = 51 + controlPlanes,
            ReplayAfterEveryStep = workers == 0,
            Workload = new SampleWorkload("web", Replicas: 4, MinAvailable: "3"),
        });
        await harness.ApplyAndWaitAsync(Manifests.Sample(controlPlanes: 3, workers: 3));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        var start = harness.Clock.GetUtcNow();

        await harness.SucceedAsync(await ChangeAsync(harness, "restart", body));

        var (masters, nodes) = (new RollJournal(harness.Azure, start, controlPlane: true), new RollJournal(harness.Azure, start, controlPlane: false));
        Assert.Equal((controlPlanes, workers), (masters.Names.Count, nodes.Names.Count));
        Assert.True(masters.MinimumReady >= 3 && nodes.MinimumReady >= 3, $"{masters.MinimumReady} and {nodes.MinimumReady} ready");
        Assert.Empty(harness.Azure.Machines.Violations);

        // The manifest knows nothing of it: applied again, it neither takes it back nor does it twice.
        var again = await harness.ApplyAsync(Manifests.Sample(controlPlanes: 3, workers: 3), HttpStatusCode.OK);
        Assert.Null(again.Clusters.Single().OperationId);
    }

    [Fact]
    public async Task Undo_PassesRestartsBy_BecauseNobodyCanUndoThem()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 58 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await harness.SucceedAsync(await ChangeAsync(harness, "scale", """{"replicas":2,"pool":"c1-mp-0"}"""));
        await harness.SucceedAsync(await ChangeAsync(harness, "restart", """{"pool":"c1-mp-0"}"""));

        var plan = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/undo?dryRun=true", expected: HttpStatusCode.OK)).Plan!;
        await harness.SucceedAsync(await ChangeAsync(harness, "undo", ""));

        Assert.Equal((4, 0), (plan.Generation, plan.Summary.MachinesToRoll));
        Assert.Equal((4, 1), ((await harness.GetAsync<ClusterStatus>(Cluster)).Generation, (await harness.GetAsync<ClusterStatus>(Cluster)).WorkerReplicas));
    }

    [Fact]
    public async Task Restart_Planned_NamesTheMachinesAndChangesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));
        await harness.RunForAsync(TimeSpan.FromSeconds(5));

        var plan = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/restart?dryRun=true", new RestartRequest("c1-mp-0"), HttpStatusCode.OK)).Plan!;

        var rolled = plan.Nodes.SelectMany(static n => n.Machines).Where(static m => m.Action == PlanAction.Replace).ToList();
        Assert.Equal(2, rolled.Count);
        Assert.All(rolled, static m => Assert.Equal("$.restartedAt", Assert.Single(m.Reasons).Path));
        Assert.Equal(1, (await harness.GetAsync<ClusterStatus>(Cluster)).Generation);
    }

    [Theory]
    [InlineData("""{"pool":"nope"}""", "c1-mp-0")]
    [InlineData("""{"pool":"c1-mp-0","controlPlane":true}""", "Name one of them")]
    [InlineData("""{"at":"2099-01-01T00:00:00Z"}""", "still to come")]
    [InlineData("""{"pools":"c1-mp-0"}""", "pool")]
    public async Task Restart_ThatIsNotPossible_IsRefusedAndChangesNothing(string body, string hint)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        using var refused = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/restart", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(hint, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await harness.GetAsync<ClusterStatus>(Cluster)).Generation);
    }

    [Fact]
    public async Task Restart_SentTwiceWithOneMoment_IsOneRestart()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        var request = new RestartRequest("c1-mp-0", At: harness.Clock.GetUtcNow());

        var first = await harness.PostAsync<ApplyOutcome>($"{Cluster}/restart", request);
        await harness.SucceedAsync(first.OperationId!);
        var start = harness.Clock.GetUtcNow();
        var second = await harness.PostAsync<ApplyOutcome>($"{Cluster}/restart", request);
        await harness.SucceedAsync(second.OperationId!);

        Assert.Equal((first.Generation, false), (second.Generation, second.Changed));
        Assert.Empty(new RollJournal(harness.Azure, start, controlPlane: false).Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_HoldsBetweenMachines_UntilItIsResumed(bool controlPlane)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 61, ReplayAfterEveryStep = controlPlane });
        await harness.ApplyAndWaitAsync(Manifests.Sample(controlPlanes: controlPlane ? 3 : 1, workers: controlPlane ? 1 : 3));
        var start = harness.Clock.GetUtcNow().AddSeconds(1);
        await harness.RunForAsync(TimeSpan.FromSeconds(2));
        var operation = await ChangeAsync(harness, "restart", controlPlane ? """{"controlPlane":true}""" : """{"pool":"c1-mp-0"}""");
        HashSet<string> Replaced() => new RollJournal(harness.Azure, start, controlPlane).Names;
        for (var waited = 0; Replaced().Count < 2; waited++)
        {
            Assert.True(waited < 60, "no machine is replaced");
            await harness.RunForAsync(TimeSpan.FromMinutes(1));
        }

        var paused = await harness.PostAsync<ClusterStatus>($"{Cluster}/pause?reason=black%20friday", expected: HttpStatusCode.OK);
        Assert.Equal("black friday", paused.RolloutPause?.Reason);
        await harness.RunForAsync(TimeSpan.FromMinutes(15));
        var (replaced, calls) = (Replaced().Count, Writes(harness));
        await harness.RunForAsync(TimeSpan.FromMinutes(50));

        var status = await harness.GetAsync<OperationStatus>($"/api/operations/{operation}");
        Assert.Equal((OperationState.Running, replaced, calls), (status.State, Replaced().Count, Writes(harness)));
        Assert.InRange(replaced, 2, 5);
        Assert.Contains(status.Resources, static r => r.Detail?.StartsWith("paused (black friday) before ", StringComparison.Ordinal) == true);
        Assert.True((await harness.GetAsync<ClusterPlan>($"{Cluster}/plan")).RolloutsPaused);

        await harness.PostAsync<ClusterStatus>($"{Cluster}/resume", expected: HttpStatusCode.OK);
        await harness.SucceedAsync(operation);
        Assert.Equal(6, Replaced().Count);
        Assert.Null((await harness.GetAsync<ClusterStatus>(Cluster)).RolloutPause);
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task Pause_OutlivesTheProcess()
    {
        var folder = Directory.CreateTempSubdirectory("orc-pause-").FullName;
        string operation;
        await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 64, DataFolder = folder }))
        {
            await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
            await harness.PostAsync<ClusterStatus>($"{Cluster}/pause", expected: HttpStatusCode.OK);
            operation = await ChangeAsync(harness, "restart", "{}");
            await harness.RunForAsync(TimeSpan.FromMinutes(2));
        }

        await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 65, DataFolder = folder }))
        {
            var start = harness.Clock.GetUtcNow();
            await harness.RunForAsync(TimeSpan.FromMinutes(20));
            Assert.Empty(new RollJournal(harness.Azure, start, controlPlane: true).Names);

            await harness.PostAsync<ClusterStatus>($"{Cluster}/resume", expected: HttpStatusCode.OK);
            await harness.SucceedAsync(operation);
            Assert.Equal((2, 2), (new RollJournal(harness.Azure, start, controlPlane: true).Names.Count, new RollJournal(harness.Azure, start, controlPlane: false).Names.Count));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static int Writes(ClusterHarness harness) => harness.Azure.Resources.Calls("PUT") + harness.Azure.Resources.Calls("DELETE");

    [Fact]
    public async Task Pause_HoldsNoScalingAndNoNewCluster()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 63 });
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.PostAsync<ClusterStatus>($"{Cluster}/pause", expected: HttpStatusCode.OK);

        await harness.SucceedAsync(id);
        await harness.SucceedAsync((await harness.PostAsync<ApplyOutcome>($"{Cluster}/scale", new ScaleRequest(3, "c1-mp-0"))).OperationId!);

        Assert.Equal(3, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => n is { IsControlPlane: false, Ready: true }));
    }

    private static async Task<string> ChangeAsync(ClusterHarness harness, string change, string body)
    {
        using var response = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/{change}", new StringContent(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return System.Text.Json.JsonSerializer.Deserialize<ApplyOutcome>(text, Contracts.ContractJson.Options)!.OperationId!;
    }
}
