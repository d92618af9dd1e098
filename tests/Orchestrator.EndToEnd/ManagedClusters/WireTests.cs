using System.Text.Json.Nodes;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>What of patches and of annotations for headers reaches Azure, read from the requests themselves.</summary>
public sealed class WireTests
{
    private const string Cluster = "/managedClusters/aks1";
    private const string Pool = "/agentPools/pool0";
    private const string Headers = "infrastructure.cluster.x-k8s.io/custom-header-UseGPUDedicatedVHD: \"true\"";
    private const string PoolHeaders = "infrastructure.cluster.x-k8s.io/custom-header-X-Pool: gpu";
    private const string Monitor = """asoManagedClusterPatches: ['{"spec": {"azureMonitorProfile": {"metrics": {"enabled": true}}, "oidcIssuerProfile": null, "networkProfile": {"ipFamilies": ["IPv4"]}}}']""";
    private const string Linux = """enableUltraSSD: true, asoManagedClustersAgentPoolPatches: ['{"spec": {"osSKU": "AzureLinux", "enableUltraSSD": null}}']""";

    [Fact]
    public async Task Create_WithPatchesAndHeaders_SendsThemAndLeavesOutWhatIsNull()
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Typed(controlPlane: Monitor, annotations: Headers, pool: Linux, poolAnnotations: PoolHeaders));
        var put = Assert.Single(harness.Wire.Writes("PUT", Cluster));
        var (properties, pool) = (put.Body!["properties"]!.AsObject(), put.Body["properties"]!["agentPoolProfiles"]![0]!.AsObject());

        Assert.Equal("true", put.Header("UseGPUDedicatedVHD"));
        Assert.Equal("true", properties["azureMonitorProfile"]!["metrics"]!["enabled"]!.ToString());
        Assert.Equal(("azure", "IPv4"), ((string?)properties["networkProfile"]!["networkPlugin"], (string?)properties["networkProfile"]!["ipFamilies"]![0]));
        Assert.Equal(("AzureLinux", false, false), ((string?)pool["osSKU"], properties.ContainsKey("oidcIssuerProfile"), pool.ContainsKey("enableUltraSSD")));
    }

    [Fact]
    public async Task Update_ByAPatch_SendsTheNewFieldWithTheHeadersAndWithoutWhatIsNull()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Typed(controlPlane: Monitor, annotations: Headers, pool: Linux, poolAnnotations: PoolHeaders));
        const string routing = """asoManagedClusterPatches: ['{"spec": {"ingressProfile": {"webAppRouting": {"enabled": true}}}}', '{"spec": {"azureMonitorProfile": null}}']""";
        const string surge = """asoManagedClustersAgentPoolPatches: ['{"spec": {"osSKU": "AzureLinux", "upgradeSettings": {"maxSurge": "50%"}}}']""";

        await harness.ApplyAndWaitAsync(AksManifests.Typed(controlPlane: routing, annotations: Headers, pool: surge, poolAnnotations: PoolHeaders));
        var (cluster, pool) = (harness.Wire.Writes("PUT", Cluster)[^1], Assert.Single(harness.Wire.Writes("PUT", Pool)));

        Assert.Equal(("true", "gpu"), (cluster.Header("UseGPUDedicatedVHD"), pool.Header("X-Pool")));
        Assert.Equal("true", cluster.Body!["properties"]!["ingressProfile"]!["webAppRouting"]!["enabled"]!.ToString());
        Assert.Null(cluster.Body["properties"]!["azureMonitorProfile"]);
        Assert.Equal("50%", (string?)pool.Body!["properties"]!["upgradeSettings"]!["maxSurge"]);
    }

    [Fact]
    public async Task Upgrade_OverTwoMinors_SendsHeadersAndPatchesWithEachStep()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Typed("v1.30.2", Monitor, Headers, Linux, PoolHeaders));

        await harness.ApplyAndWaitAsync(AksManifests.Typed("v1.32.3", Monitor, Headers, Linux, PoolHeaders));
        var (steps, pools) = (harness.Wire.Writes("PUT", Cluster), harness.Wire.Writes("PUT", Pool));

        Assert.Equal(["1.30.2", "1.31", "1.32.3"], steps.Select(static s => (string?)s.Body!["properties"]!["kubernetesVersion"]));
        Assert.All(steps, static s => Assert.Equal(("true", "true"), (s.Header("UseGPUDedicatedVHD"), s.Body!["properties"]!["azureMonitorProfile"]!["metrics"]!["enabled"]!.ToString())));
        Assert.All(pools, static p => Assert.Equal(("gpu", "AzureLinux"), (p.Header("X-Pool"), (string?)p.Body!["properties"]!["osSKU"])));
        Assert.Equal("1.32.3", (string?)Assert.Single(pools).Body!["properties"]!["orchestratorVersion"]);
        Assert.False((await harness.PlanAsync(AksManifests.Typed("v1.32.3", Monitor, Headers, Linux, PoolHeaders))).Clusters.Single().Changed);
    }
}
