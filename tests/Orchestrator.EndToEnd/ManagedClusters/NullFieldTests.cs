using System.Text.Json.Nodes;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>A null in a manifest lets Azure choose. Azure fills its choice in, and that is no difference.</summary>
public sealed class NullFieldTests
{
    private const string Surge = "upgradeSettings: { maxSurge: 33% }";
    private const string Overlay = "networkProfile: { networkPlugin: azure, networkPluginMode: overlay }";

    public static TheoryData<string> Formats => ["native", "typed"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Create_FieldsThatAreNull_AreMadeInOneRequest_AndTheNextPlanIsEmpty(string format)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 141 });
        var manifest = ManifestOf(format, "null");

        await harness.ApplyAndWaitAsync(manifest);

        Assert.Equal((1, 0), (Writes(harness, "/managedClusters/aks1"), Writes(harness, PoolOf(format))));
        Assert.Equal(("Delete", "standard"), ScaleDownAndBalancer(harness, format));
        await AssertSettledAsync(harness, manifest);
    }

    [Theory]
    [InlineData("native", false)]
    [InlineData("typed", false)]
    [InlineData("typed", true)]
    public async Task Apply_FieldThatBecomesNull_IsSaidOnce_AndTheNextPlanIsEmpty(string format, bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 142, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(ManifestOf(format, "Deallocate"));
        var manifest = ManifestOf(format, "null");

        var plan = (await harness.PlanAsync(manifest)).Clusters.Single().Plan!;
        await harness.ApplyAndWaitAsync(manifest);

        Assert.Equal("$.properties.scaleDownMode: Deallocate -> ", string.Join('\n', plan.Nodes.SelectMany(static n => n.Changes.Select(static c => $"{c.Path}: {c.Before} -> {c.After}"))));
        Assert.Equal((1, 1), (Writes(harness, "/managedClusters/aks1"), Writes(harness, PoolOf(format))));
        Assert.Equal("Delete", ScaleDownAndBalancer(harness, format).ScaleDown);
        await AssertSettledAsync(harness, manifest);
    }

    [Fact]
    public async Task Apply_FieldBecomesNullAndTheOperationFails_IsSaidByTheNextOne()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 143 });
        await harness.ApplyAndWaitAsync(ManifestOf("native", "Deallocate"));
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.ContainerService/managedClusters/agentPools", Fault = Fault.Refuse(403, "AuthorizationFailed", "The client does not have authorization."), Times = null });
        var failed = await harness.RunToEndAsync((await harness.ApplyAsync(ManifestOf("native", "null"))).Clusters.Single().OperationId!);
        harness.Azure.Faults.Clear();

        // Another generation comes before it is carried out.
        await harness.ApplyAndWaitAsync(ManifestOf("native", "null", ("minCount: 1", "minCount: 2")));

        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Equal("Delete", ScaleDownAndBalancer(harness, "native").ScaleDown);
        Assert.False((await harness.PlanAsync(ManifestOf("native", "null", ("minCount: 1", "minCount: 2")))).Clusters.Single().Plan!.Summary.HasChanges);
    }

    [Fact]
    public async Task Apply_ClusterThatIsTakenOver_IsToldNullOnce()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 144 });
        await harness.ApplyAndWaitAsync(ManifestOf("native", "Deallocate"));
        (string, string)[] adopted = [("metadata:\n  name: ${CLUSTER_NAME:=aks1}", "metadata:\n  name: mine"), ("  kubernetesVersion:", "  name: aks1\n  resourceGroup: aks1\n  adopt: true\n  kubernetesVersion:")];
        var manifest = ManifestOf("native", "null", adopted);

        await harness.ApplyAndWaitAsync(manifest);

        Assert.Equal((1, "Delete"), (Writes(harness, PoolOf("native")), ScaleDownAndBalancer(harness, "native").ScaleDown));
        Assert.False((await harness.PlanAsync(manifest)).Clusters.Single().Plan!.Summary.HasChanges);
    }

    private static async Task AssertSettledAsync(ClusterHarness harness, ApplyRequest manifest)
    {
        var plan = (await harness.PlanAsync(manifest)).Clusters.Single().Plan!;
        Assert.False(plan.Summary.HasChanges, string.Join('\n', plan.Nodes.SelectMany(static n => n.Changes)));
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        using var response = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/drift");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var report = await harness.GetAsync<DriftReport>("/api/clusters/default/aks1/drift");
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
    }

    private static string PoolOf(string format) => format == "native" ? "/agentPools/work" : "/agentPools/pool0";

    private static ApplyRequest ManifestOf(string format, string scaleDown, params (string, string)[] changes) => format == "native"
        ? AksManifests.Sample(changes: [
            (Surge, $"{Surge}\n    scaleDownMode: {scaleDown}\n    osDiskType: null"),
            (Overlay, "networkProfile: { networkPlugin: azure, networkPluginMode: overlay, loadBalancerSku: null }\n    enableRBAC: null"), .. changes])
        : AksManifests.Typed(
            controlPlane: """asoManagedClusterPatches: ['{"spec": {"enableRBAC": null, "networkProfile": {"loadBalancerSku": null}}}']""",
            pool: $$$"""asoManagedClustersAgentPoolPatches: ['{"spec": {"osDiskType": null, "scaleDownMode": {{{(scaleDown == "null" ? scaleDown : $"\"{scaleDown}\"")}}}}}']""");

    private static (string? ScaleDown, string? Balancer) ScaleDownAndBalancer(ClusterHarness harness, string format)
    {
        JsonObject cluster = Cluster(harness);
        var pool = Pools(harness).Single(p => PoolOf(format).EndsWith($"/{(string?)p["name"]}", StringComparison.Ordinal));
        return ((string?)pool["scaleDownMode"], ((string?)cluster["properties"]!["networkProfile"]!["loadBalancerSku"])?.ToLowerInvariant());
    }
}
