using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>Operations over many clusters: which, in which order, how many at once, and when not to go on.</summary>
public sealed class FleetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upgrade_InWaves_ChangesWhatIsSelected_InOrder_NeverMoreAtOnceThanAllowed(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 81, ReplayAfterEveryStep = replayAfterEveryStep });
        await CreateAsync(harness, 4, unselected: 1);
        var most = 0;
        harness.EachStep = () => most = Math.Max(most, RunningNow(harness));
        var request = Upgrade(["1", "100%"]) with { MaxConcurrent = 2, PauseSeconds = 1800, HealthCheck = true };
        var planned = await harness.PostAsync<FleetStatus>("/api/fleet?dryRun=true", request, HttpStatusCode.OK);

        var fleet = await RunAsync(harness, request);

        Assert.Equal([("f1", 1), ("f2", 2), ("f3", 2), ("f4", 2)], planned.Clusters.Select(static m => (m.Cluster.Name, m.Wave)));
        Assert.Equal((OperationState.Succeeded, 4, 0, 2), (fleet.State, fleet.Succeeded, fleet.Failed, fleet.Wave));
        Assert.All(fleet.Clusters, static m => Assert.Equal(FleetMemberState.Succeeded, m.State));
        Assert.Equal(2, most);
        var operations = new List<OperationStatus>();
        foreach (var member in fleet.Clusters)
        {
            operations.Add(await harness.GetAsync<OperationStatus>($"/api/operations/{member.OperationId}"));
            Assert.Equal("v1.31.0", (await harness.GetAsync<ClusterStatus>($"/api/clusters/default/{member.Cluster.Name}")).ControlPlaneVersion);
        }

        var asked = (await harness.GetAsync<HistoryPage>("/api/clusters/default/f1/history")).Entries.Single(e => e.Action == HistoryAction.Apply && e.OperationId == operations[0].Id);
        Assert.Equal((CallerKind.Key, "StartFleet", fleet.Origin!.RequestId), (asked.Origin!.Caller.Kind, asked.Origin.Function, asked.Origin.RequestId));
        Assert.True(operations[1].CreatedAt - operations[0].UpdatedAt >= TimeSpan.FromMinutes(30), "the pause was not kept");
        Assert.Equal("v1.30.2", (await harness.GetAsync<ClusterStatus>("/api/clusters/default/other1")).ControlPlaneVersion);
        var again = await RunAsync(harness, request);
        Assert.All(again.Clusters, static m => Assert.Equal((FleetMemberState.Succeeded, null), (m.State, m.OperationId)));
    }

    [Fact]
    public async Task Failure_StopsTheFleet_AndTellsWhatWasNotBegun()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 82 });
        await CreateAsync(harness, 3, unselected: 0);
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.Compute/virtualMachines", Fault = Fault.Refuse(403, "AuthorizationFailed", "no"), Times = null });

        var fleet = await RunAsync(harness, Upgrade(["1", "2", "100%"]) with { StopOnFailure = true });

        Assert.Equal((OperationState.Failed, ErrorCatalog.FleetFailed.Code, 1), (fleet.State, fleet.Error?.Code, fleet.Failed));
        Assert.Contains("2 were not begun", fleet.Error!.Message, StringComparison.Ordinal);
        Assert.Equal([FleetMemberState.Failed, FleetMemberState.Waiting, FleetMemberState.Waiting], fleet.Clusters.Select(static m => m.State));
        Assert.Equal(ErrorCatalog.Unauthorized.Code, fleet.Clusters[0].Error?.Code);
    }

    [Fact]
    public async Task HealthCheck_OfAnEarlierWave_HoldsTheNext()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 83 });
        await CreateAsync(harness, 2, unselected: 0);
        var id = (await harness.PostAsync<FleetStatus>("/api/fleet", Restart(["1", "2"]) with { PauseSeconds = 3600, HealthCheck = true })).Id!;
        while ((await harness.GetAsync<FleetStatus>($"/api/fleet/{id}")).Succeeded == 0)
        {
            await harness.RunForAsync(TimeSpan.FromMinutes(1));
        }

        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", Fault = Fault.Refuse(403, "AuthorizationFailed", "no"), Times = null });
        await harness.RunToEndAsync((await harness.PostAsync<ApplyOutcome>("/api/clusters/default/f1/scale", new ScaleRequest(2, "f1-mp-0"))).OperationId!);
        var fleet = await EndAsync(harness, id);

        Assert.Equal((OperationState.Failed, ErrorCatalog.FleetUnhealthy.Code), (fleet.State, fleet.Error?.Code));
        Assert.Contains("default/f1 (Failed)", fleet.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(FleetMemberState.Waiting, fleet.Clusters[1].State);
    }

    [Fact]
    public async Task Suspend_BeginsNoFurtherCluster_AndCancelEndsIt()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 84 });
        await CreateAsync(harness, 3, unselected: 0);
        var id = (await harness.PostAsync<FleetStatus>("/api/fleet", Restart(["100%"]) with { MaxConcurrent = 1 })).Id!;
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        await harness.PostAsync<FleetStatus>($"/api/fleet/{id}/suspend");
        await harness.RunForAsync(TimeSpan.FromHours(1));
        Assert.Equal(OperationState.Suspended, (await harness.GetAsync<FleetStatus>($"/api/fleet/{id}")).State);
        Assert.Equal([FleetMemberState.Running, FleetMemberState.Waiting, FleetMemberState.Waiting], (await harness.GetAsync<FleetStatus>($"/api/fleet/{id}")).Clusters.Select(static m => m.State));

        await harness.PostAsync<FleetStatus>($"/api/fleet/{id}/cancel");
        var fleet = await EndAsync(harness, id);

        Assert.Equal((OperationState.Canceled, 1), (fleet.State, fleet.Succeeded));
        using var late = await harness.SendAsync(HttpMethod.Post, $"/api/fleet/{id}/cancel");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Apply_CreatesClustersOfManifests_ThatTheSelectorMatches()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 85 });
        var manifest = Labeled([.. Names("f", 2), "other1"]);

        var fleet = await RunAsync(harness, new FleetRequest { Action = FleetAction.Apply, Apply = manifest, Selector = "env in (prod)" });

        Assert.Equal((OperationState.Succeeded, 2), (fleet.State, fleet.Succeeded));
        Assert.Equal(["f1", "f2"], (await harness.GetAsync<IReadOnlyList<ClusterStatus>>("/api/clusters?labelSelector=env%3Dprod")).Select(static c => c.Cluster.Name));
        Assert.Empty(await harness.GetAsync<IReadOnlyList<ClusterStatus>>("/api/clusters?labelSelector=!env"));
    }

    [Fact]
    public async Task PlainApply_WithASelector_AppliesTheMatchingClustersOfTheManifestsOnly()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 86 });
        var manifest = Labeled(["f1", "other1", "other2"]);

        var planned = await harness.PlanAsync(manifest with { Selector = "env!=prod" });
        using var none = await harness.ApplyRawAsync(manifest with { Selector = "env=stage" });
        using var bad = await harness.ApplyRawAsync(manifest with { Selector = "env=a,," });
        using var plain = await harness.SendAsync(HttpMethod.Post, "/api/apply?labelSelector=env%3Dprod", new StringContent(Plain(manifest)));

        Assert.Equal(["other1", "other2"], planned.Clusters.Select(static c => c.Cluster.Name));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (none.StatusCode, bad.StatusCode, plain.StatusCode));
        Assert.Equal(["f1"], (await harness.GetAsync<IReadOnlyList<ClusterStatus>>("/api/clusters")).Select(static c => c.Cluster.Name));
    }

    private static string Plain(ApplyRequest manifest) => string.Join("\n---\n", manifest.Files.Select(static f => f.Content));

    [Theory]
    [InlineData("""{"action":"Upgrade","selector":"env=prod"}""", HttpStatusCode.BadRequest, "version")]
    [InlineData("""{"action":"Restart"}""", HttpStatusCode.BadRequest, "selector")]
    [InlineData("""{"action":"Restart","selector":"env=="}""", HttpStatusCode.NotFound, "matches no cluster")]
    [InlineData("""{"action":"Restart","selector":"env=prod,"}""", HttpStatusCode.BadRequest, "label selector")]
    [InlineData("""{"action":"Restart","selector":"env","waves":["10%","5%"]}""", HttpStatusCode.NotFound, "matches no cluster")]
    [InlineData("""{"action":"Restart","selector":"env","maxConcurrent":0}""", HttpStatusCode.BadRequest, "1 to 1000")]
    [InlineData("""{"action":"Restart","selector":"env","pause":"10m"}""", HttpStatusCode.BadRequest, "waves")]
    public async Task Request_ThatCannotBe_IsRefused(string body, HttpStatusCode status, string hint)
    {
        await using var harness = await ClusterHarness.StartAsync();

        using var refused = await harness.SendAsync(HttpMethod.Post, "/api/fleet", new StringContent(body));

        var text = await refused.Content.ReadAsStringAsync();
        Assert.True(refused.StatusCode == status && text.Contains(hint, StringComparison.OrdinalIgnoreCase), $"{refused.StatusCode}: {text}");
        Assert.Empty(await harness.GetAsync<IReadOnlyList<FleetStatus>>("/api/fleet"));
    }

    private static FleetRequest Upgrade(string[] waves) => new() { Action = FleetAction.Upgrade, Selector = "env=prod", Upgrade = new UpgradeRequest("v1.31.0"), Waves = waves };

    private static FleetRequest Restart(string[] waves) => new() { Action = FleetAction.Restart, Selector = "env=prod", Waves = waves };

    private static async Task<FleetStatus> RunAsync(ClusterHarness harness, FleetRequest request) =>
        await EndAsync(harness, (await harness.PostAsync<FleetStatus>("/api/fleet", request)).Id!);

    private static async Task<FleetStatus> EndAsync(ClusterHarness harness, string id)
    {
        for (var i = 0; i < 50; i++)
        {
            await harness.RunForAsync(TimeSpan.FromMinutes(90));
            var fleet = await harness.GetAsync<FleetStatus>($"/api/fleet/{id}");
            if (fleet.State is not (OperationState.Pending or OperationState.Running or OperationState.Suspended))
            {
                return fleet;
            }
        }

        throw new InvalidOperationException($"the fleet operation {id} does not end");
    }

    /// <summary>Machines that boot tell that their cluster is worked on: each upgrade here makes one machine at a time.</summary>
    private static int RunningNow(ClusterHarness harness) =>
        harness.Azure.Resources.Journal.Where(static e => e.Ended is null).Select(static e => e.ResourceId.Split('/')[4]).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    private static async Task CreateAsync(ClusterHarness harness, int selected, int unselected)
    {
        var accepted = await harness.ApplyAsync(Labeled([.. Names("f", selected), .. Names("other", unselected)]));
        foreach (var cluster in accepted.Clusters)
        {
            await harness.SucceedAsync(cluster.OperationId!);
        }

        await harness.RunForAsync(TimeSpan.FromMinutes(1));
    }

    private static IEnumerable<string> Names(string prefix, int count) => Enumerable.Range(1, count).Select(i => $"{prefix}{i}");

    private static ApplyRequest Labeled(string[] names)
    {
        var sample = Manifests.Sample(workers: 1);
        return sample with
        {
            Files =
            [
                .. names.Select(name => new ManifestFile($"{name}.yaml", sample.Files.Single().Content
                    .Replace("${CLUSTER_NAME:=demo}", name, StringComparison.Ordinal)
                    .Replace("metadata:\n", $"metadata:\n  labels: {{ env: {(name[0] == 'f' ? "prod" : "test")} }}\n", StringComparison.Ordinal))),
            ],
        };
    }
}
