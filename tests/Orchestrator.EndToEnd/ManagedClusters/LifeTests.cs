using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>The life of AKS clusters on simulated Azure, from creation to deletion.</summary>
public sealed class LifeTests
{
    public static TheoryData<string> Templates => ["cluster-template-aks.yaml", "cluster-template-aks-aso.yaml", "cluster-template-aks-aso-maintenance.yaml"];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Sample_CreatedAndDeleted_ServesAKubeconfigAndLeavesNothing(int seed, bool replayAlways)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed, ReplayAfterEveryStep = replayAlways });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();

        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        var status = await StatusAsync(harness);
        var kubeconfig = await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig");
        var deleted = await harness.DeleteAndWaitAsync("aks1");

        Assert.Equal((ClusterPhase.Ready, "v1.31.2", 4), (status.Phase, status.ControlPlaneVersion, status.WorkerReplicas));
        Assert.Contains(".azmk8s.io:443", status.Endpoint, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, kubeconfig.StatusCode);
        Assert.Contains("kind: Config", await kubeconfig.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("nothing is left of it", deleted.Resources.Single(static r => r.Kind == StepKinds.NodeResourceGroup).Detail);
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Template_Applied_IsReadyAndAsWanted(string name)
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Template(name));

        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(harness)).Phase);
        Assert.Equal(["pool0 System 2", "pool1 User 2"], Pools(harness).Select(static p => $"{p["name"]} {p["mode"]} {p["count"]}"));
        Assert.False((await harness.PlanAsync(AksManifests.Template(name))).Clusters.Single().Changed);
    }

    [Theory]
    [InlineData("cluster-template-aks-topology.yaml", "cluster-template-aks-clusterclass.yaml")]
    [InlineData("cluster-template-aks-aso-topology.yaml", "cluster-template-aks-aso-clusterclass.yaml")]
    public async Task Topology_WithItsClass_IsTheClusterThatTheClassDescribes(string topology, string owner)
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Template(topology, "v1.31.2", owner));

        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(harness)).Phase);
        Assert.Equal(["pool0 System 1", "pool1 User 1"], Pools(harness).Select(static p => $"{p["name"]} {p["mode"]} {p["count"]}"));
        Assert.False((await harness.PlanAsync(AksManifests.Template(topology, "v1.31.2", owner))).Clusters.Single().Changed);
    }

    [Fact]
    public async Task Create_TakesOneWriteOfTheClusterAndNoneOfItsPools()
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        Assert.Equal(1, Writes(harness, "/managedClusters/aks1"));
        Assert.Equal(0, Writes(harness, "/agentPools/system") + Writes(harness, "/agentPools/work"));
    }

    [Fact]
    public async Task Apply_SameManifestAgain_ChangesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var again = await harness.ApplyAsync(AksManifests.Sample(), HttpStatusCode.OK);

        Assert.False(again.Clusters.Single().Changed);
        Assert.Null(again.Clusters.Single().OperationId);
    }

    [Fact]
    public async Task Apply_BorrowedNetwork_IsJoinedAndKept()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var group = $"/subscriptions/{Manifests.Subscription}/resourceGroups/net";
        harness.Azure.Resources.Seed(group, "Microsoft.Resources/resourceGroups", """{"location":"westeurope"}""");
        harness.Azure.Resources.Seed(
            $"{group}/providers/Microsoft.Network/virtualNetworks/shared", "Microsoft.Network/virtualNetworks",
            """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]},"subnets":[{"name":"nodes","properties":{"addressPrefix":"10.240.0.0/16"}}]}}""");
        var network = ("  pools:\n", "  network:\n    virtualNetwork: { name: shared, resourceGroup: net, cidrs: [10.0.0.0/8] }\n    subnets: [{ name: nodes, cidrs: [10.240.0.0/16] }]\n  pools:\n");

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: network));
        var pool = Pools(harness)[0];
        await harness.DeleteAndWaitAsync("aks1");

        Assert.EndsWith("/virtualNetworks/shared/subnets/nodes", (string?)pool["vnetSubnetID"], StringComparison.Ordinal);
        Assert.Contains(harness.Azure.Resources.All, r => r.Id.EndsWith("/virtualNetworks/shared", StringComparison.Ordinal));
    }
}
