using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.EndToEnd;

/// <summary>Fleets of AKS clusters, and of both kinds.</summary>
public sealed class FleetManagedClusterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upgrade_OfBothKinds_GoesWaveByWave(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 111, ReplayAfterEveryStep = replayAfterEveryStep });
        await CreateAsync(harness, [Aks("k1"), Aks("k2"), Kubeadm("m1")]);

        var fleet = await RunAsync(harness, Request(FleetAction.Upgrade) with { Upgrade = new UpgradeRequest("v1.31.2"), Waves = ["1", "100%"], HealthCheck = true });

        Assert.Equal((OperationState.Succeeded, 3, 2), (fleet.State, fleet.Succeeded, fleet.Wave));
        foreach (var member in fleet.Clusters)
        {
            Assert.Equal("v1.31.2", (await harness.GetAsync<ClusterStatus>($"/api/clusters/default/{member.Cluster.Name}")).ControlPlaneVersion);
        }

        var first = await harness.GetAsync<OperationStatus>($"/api/operations/{fleet.Clusters[0].OperationId}");
        var second = await harness.GetAsync<OperationStatus>($"/api/operations/{fleet.Clusters[1].OperationId}");
        Assert.True(second.CreatedAt >= first.UpdatedAt, "the second wave began before the first had ended");
    }

    [Fact]
    public async Task StopAndStart_ChangeAksClusters_AndSayWhatCannotBeStopped()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 112 });
        await CreateAsync(harness, [Aks("k1"), Aks("k2"), Kubeadm("m1")]);

        var stopped = await RunAsync(harness, Request(FleetAction.Stop));
        Assert.Equal(("Stopped", "Stopped"), (Power(harness, "k1"), Power(harness, "k2")));
        var again = await RunAsync(harness, Request(FleetAction.Stop) with { Selector = "env=prod,kind=aks" });
        var started = await RunAsync(harness, Request(FleetAction.Start) with { Selector = "env=prod,kind=aks" });

        Assert.Equal((OperationState.Failed, 2, 1), (stopped.State, stopped.Succeeded, stopped.Failed));
        Assert.Contains("only an AKS cluster", stopped.Clusters.Single(static m => m.Cluster.Name == "m1").Error!.Message, StringComparison.Ordinal);
        Assert.All(again.Clusters, static m => Assert.Equal((FleetMemberState.Succeeded, null), (m.State, m.OperationId)));
        Assert.Equal((OperationState.Succeeded, "Running", "Running"), (started.State, Power(harness, "k1"), Power(harness, "k2")));
    }

    [Fact]
    public async Task Restart_OfAPool_IsDoneOnceInEachCluster_AndFailsWhereThereIsNone()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 113 });
        await CreateAsync(harness, [Aks("k1"), Aks("k2"), Aks("k3", ("name: work", "name: other"))]);

        var fleet = await RunAsync(harness, Request(FleetAction.Restart) with { Restart = new RestartRequest("work") });

        Assert.Equal((OperationState.Failed, 2, 1), (fleet.State, fleet.Succeeded, fleet.Failed));
        Assert.Contains("Name one of system, other", fleet.Clusters[2].Error!.Action, StringComparison.Ordinal);
        foreach (var member in fleet.Clusters.Take(2))
        {
            var operation = await harness.GetAsync<OperationStatus>($"/api/operations/{member.OperationId}");
            Assert.Contains(operation.Resources, static r => r.Key == "AgentPool/work@old" && r.State == StepState.Done);
        }
    }

    [Fact]
    public async Task Apply_OfManifests_CreatesAndChanges_AndAFailureStopsTheRest()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 114 });
        var created = await RunAsync(harness, new FleetRequest { Action = FleetAction.Apply, Apply = Of([Aks("k1"), Aks("k2"), Aks("k3")]), MaxConcurrent = 3 });
        ManifestFile[] changed = [Aks("k1", Stable), Aks("k2", Stable, ("vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}\n    count: 2\n", "vmSize: Standard_D8s_v3\n    count: 2\n")), Aks("k3", Stable)];

        var fleet = await RunAsync(harness, new FleetRequest { Action = FleetAction.Apply, Apply = Of(changed), Waves = ["1", "2", "3"], StopOnFailure = true });

        Assert.Equal((OperationState.Succeeded, 3), (created.State, created.Succeeded));
        Assert.Equal((OperationState.Failed, ErrorCatalog.FleetFailed.Code), (fleet.State, fleet.Error?.Code));
        Assert.Equal([FleetMemberState.Succeeded, FleetMemberState.Failed, FleetMemberState.Waiting], fleet.Clusters.Select(static m => m.State));
        Assert.Equal(("stable", "none", "none"), (Channel(harness, "k1"), Channel(harness, "k2"), Channel(harness, "k3")));
    }

    /// <summary>A gate of one cluster holds its place among those that are worked on at once, and no other's.</summary>
    [Fact]
    public async Task Gate_OfOneCluster_HoldsItsOwnPlaceOnly()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 115 });
        await CreateAsync(harness, [Aks("k1", ("  properties:\n    networkProfile", "  operations: { approvals: [control-plane-upgrade] }\n  properties:\n    networkProfile")), Aks("k2"), Aks("k3")]);
        var id = (await harness.PostAsync<FleetStatus>("/api/fleet", Request(FleetAction.Upgrade) with { Upgrade = new UpgradeRequest("v1.31.2"), MaxConcurrent = 2 })).Id!;
        await harness.RunForAsync(TimeSpan.FromHours(5));

        var waiting = await harness.GetAsync<FleetStatus>($"/api/fleet/{id}");
        Assert.Equal([FleetMemberState.Running, FleetMemberState.Succeeded, FleetMemberState.Succeeded], waiting.Clusters.Select(static m => m.State));
        await harness.PostAsync<OperationStatus>($"/api/operations/{waiting.Clusters[0].OperationId}/approve", new ApproveRequest("ManagedCluster/k1"));
        Assert.Equal(OperationState.Succeeded, (await EndAsync(harness, id)).State);
    }

    private static readonly (string, string) Stable = ("upgradeChannel: none", "upgradeChannel: stable");

    private static FleetRequest Request(FleetAction action) => new() { Action = action, Selector = "env=prod" };

    private static ManifestFile Aks(string name, params (string Old, string New)[] changes)
    {
        var text = AksManifests.WithoutUpgrades(changes).Files.Single().Content;
        return new ManifestFile($"{name}.yaml", text.Replace("name: ${CLUSTER_NAME:=aks1}", $"name: {name}\n  labels: {{ env: prod, kind: aks }}", StringComparison.Ordinal));
    }

    private static ManifestFile Kubeadm(string name) => new($"{name}.yaml", Manifests.Sample().Files.Single().Content
        .Replace("${CLUSTER_NAME:=demo}", name, StringComparison.Ordinal).Replace("metadata:\n", "metadata:\n  labels: { env: prod }\n", StringComparison.Ordinal));

    private static ApplyRequest Of(IReadOnlyList<ManifestFile> files) =>
        new(files, new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBERNETES_VERSION"] = "v1.30.2", ["WORKER_MACHINE_COUNT"] = "1" });

    private static string? Power(ClusterHarness harness, string name) => (string?)Content(harness, name)["properties"]!["powerState"]!["code"];

    private static string? Channel(ClusterHarness harness, string name) => (string?)Content(harness, name)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"];

    private static JsonObject Content(ClusterHarness harness, string name) =>
        harness.Azure.Resources.Get(AksManifests.ClusterId.Replace("aks1", name, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"{name} is not there");

    private static async Task CreateAsync(ClusterHarness harness, IReadOnlyList<ManifestFile> files)
    {
        foreach (var cluster in (await harness.ApplyAsync(Of(files))).Clusters)
        {
            await harness.SucceedAsync(cluster.OperationId!);
        }
    }

    private static async Task<FleetStatus> RunAsync(ClusterHarness harness, FleetRequest request) => await EndAsync(harness, (await harness.PostAsync<FleetStatus>("/api/fleet", request)).Id!);

    private static async Task<FleetStatus> EndAsync(ClusterHarness harness, string id)
    {
        for (var i = 0; i < 50; i++)
        {
            await harness.RunForAsync(TimeSpan.FromMinutes(90));
            if (await harness.GetAsync<FleetStatus>($"/api/fleet/{id}") is { State: not (OperationState.Pending or OperationState.Running) } fleet)
            {
                return fleet;
            }
        }

        throw new InvalidOperationException($"the fleet operation {id} does not end");
    }
}
