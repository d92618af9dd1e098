using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Tests.Machines;

namespace Orchestrator.Simulator.Tests.Kubernetes;

public sealed class WorkloadTests
{
    private static readonly MachineOptions Web = new() { Workload = new SampleWorkload("web", 4, MaxUnavailable: "1") };

    [Fact]
    public async Task Workload_RunsOnReadyWorkers()
    {
        using var simulation = await ClusterAsync(Web);
        Assert.Equal(4, await ReadyAsync(simulation));
        using var client = simulation.Administrator();
        var pods = await PodsAsync(client);
        Assert.All(pods, static pod => Assert.StartsWith("worker-", pod["spec"]!["nodeName"]!.ToString(), StringComparison.Ordinal));
        var budget = await TestSimulation.JsonAsync(await client.GetAsync("/apis/policy/v1/namespaces/default/poddisruptionbudgets/web"));
        Assert.Equal("1", budget["status"]!["disruptionsAllowed"]!.ToString());
        Assert.Equal("4", budget["status"]!["expectedPods"]!.ToString());
    }

    [Fact]
    public async Task SettledCluster_WaitsForNothing()
    {
        using var simulation = await ClusterAsync(Web);
        Assert.Null(simulation.Clock.NextTimer);
    }

    [Fact]
    public async Task Eviction_StopsAtTheBudgetAndGoesOnWhenTheReplacementIsReady()
    {
        using var simulation = await ClusterAsync(Web);
        using var client = simulation.Administrator();
        var pods = await PodsAsync(client);
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(client, pods[0])).StatusCode);
        using var refused = await EvictAsync(client, pods[1]);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var status = await TestSimulation.JsonAsync(refused);
        Assert.Equal("DisruptionBudget", status["details"]!["causes"]![0]!["reason"]!.ToString());
        Assert.Equal("TooManyRequests", status["reason"]!.ToString());

        await simulation.PassAsync(10);
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(client, pods[1])).StatusCode);
        Assert.Contains(await PodsAsync(client), pod => Name(pod) == Name(pods[0]));
        await simulation.PassAsync(40);
        Assert.DoesNotContain(await PodsAsync(client), pod => Name(pod) == Name(pods[0]));
        Assert.Equal(4, await ReadyAsync(simulation));
    }

    [Fact]
    public async Task CordonedNode_GetsNoNewPods()
    {
        using var simulation = await ClusterAsync(Web);
        using var client = simulation.Administrator();
        await client.PatchAsync("/api/v1/nodes/worker-0", new StringContent("""{"spec":{"unschedulable":true}}""", Encoding.UTF8, "application/strategic-merge-patch+json"));
        foreach (var pod in (await PodsAsync(client)).Where(static pod => pod["spec"]!["nodeName"]!.ToString() == "worker-0"))
        {
            Assert.Equal(HttpStatusCode.Created, (await EvictAsync(client, pod)).StatusCode);
            await simulation.PassAsync(60);
        }

        Assert.All(await PodsAsync(client), static pod => Assert.Equal("worker-1", pod["spec"]!["nodeName"]!.ToString()));
        Assert.Contains(simulation.Machines.NodeJournal, static entry => entry is { Node: "worker-0", Ready: true, Unschedulable: true });
    }

    [Fact]
    public async Task DeletedMachine_FallsSilentAndIsRemovedByTheCloudProvider()
    {
        using var simulation = await ClusterAsync(Web);
        simulation.Machines.Delete(TestSimulation.ResourceId("worker-0"));
        await simulation.PassAsync(39);
        Assert.True(simulation.Cluster.Nodes.Single(static node => node.Name == "worker-0").Ready);
        await simulation.PassAsync(5);
        Assert.False(simulation.Cluster.Nodes.Single(static node => node.Name == "worker-0").Ready);
        await simulation.PassAsync(30);
        Assert.DoesNotContain(simulation.Cluster.Nodes, static node => node.Name == "worker-0");
        Assert.Equal(4, await ReadyAsync(simulation));
    }

    [Fact]
    public async Task DeletedMachine_WithoutACloudProvider_KeepsItsNodeAndItsPodsNeverEnd()
    {
        using var simulation = await ClusterAsync(Web with { CloudProviderRemovesNodes = false });
        using var client = simulation.Administrator();
        simulation.Machines.Delete(TestSimulation.ResourceId("worker-0"));
        await simulation.PassAsync(600);
        Assert.Contains(simulation.Cluster.Nodes, static node => node is { Name: "worker-0", Ready: false });
        Assert.Contains(await PodsAsync(client), static pod => pod["metadata"]!["deletionTimestamp"] is not null);

        await client.DeleteAsync("/api/v1/nodes/worker-0");
        await simulation.PassAsync(10);
        Assert.All(await PodsAsync(client), static pod => Assert.Null(pod["metadata"]!["deletionTimestamp"]));
    }

    [Fact]
    public async Task Nodes_WithoutANetworkPlugin_StayNotReadyUntilItsDaemonRuns()
    {
        using var simulation = await ClusterAsync(new MachineOptions { NetworkPluginAssumed = false });
        Assert.All(simulation.Cluster.Nodes, static node => Assert.False(node.Ready));
        using var client = simulation.Administrator();
        await client.PostAsync("/apis/apps/v1/namespaces/kube-system/daemonsets", new StringContent(
            """{"metadata":{"name":"calico-node"},"spec":{"selector":{"matchLabels":{"k":"c"}},"template":{"metadata":{"labels":{"k":"c"}},"spec":{"hostNetwork":true,"tolerations":[{"operator":"Exists"}],"containers":[{"name":"c","image":"c:1"}]}}}}""", Encoding.UTF8, "application/json"));
        await simulation.PassAsync(30);
        Assert.All(simulation.Cluster.Nodes, static node => Assert.True(node.Ready));
    }

    [Fact]
    public async Task KubeProxy_RollsToItsNewImageOneNodeAfterTheOther()
    {
        using var simulation = await ClusterAsync(new MachineOptions());
        using var client = simulation.Administrator();
        await client.PatchAsync("/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy", new StringContent(
            """{"spec":{"template":{"spec":{"containers":[{"name":"kube-proxy","image":"registry.k8s.io/kube-proxy:v1.31.0"}]}}}}""", Encoding.UTF8, "application/strategic-merge-patch+json"));
        await simulation.PassAsync(300);
        var pods = await PodsAsync(client, "kube-system", "k8s-app=kube-proxy");
        Assert.Equal(3, pods.Count);
        Assert.All(pods, static pod => Assert.Equal("registry.k8s.io/kube-proxy:v1.31.0", pod["spec"]!["containers"]![0]!["image"]!.ToString()));
    }

    private static async Task<TestSimulation> ClusterAsync(MachineOptions options)
    {
        var simulation = new TestSimulation(options);
        simulation.StartInit();
        simulation.StartWorker("worker-0");
        simulation.StartWorker("worker-1");
        await simulation.PassAsync(300);
        return simulation;
    }

    private static string Name(JsonObject pod) => pod["metadata"]!["name"]!.ToString();

    private static async Task<List<JsonObject>> PodsAsync(HttpClient client, string @namespace = "default", string selector = "app=web") =>
        [.. (await TestSimulation.JsonAsync(await client.GetAsync($"/api/v1/namespaces/{@namespace}/pods?labelSelector={selector}")))["items"]!.AsArray().Select(static item => (JsonObject)item!)];

    private static async Task<int> ReadyAsync(TestSimulation simulation)
    {
        using var client = simulation.Administrator();
        var deployment = await TestSimulation.JsonAsync(await client.GetAsync("/apis/apps/v1/namespaces/default/deployments/web"));
        return deployment["status"]!["readyReplicas"]!.GetValue<int>();
    }

    private static Task<HttpResponseMessage> EvictAsync(HttpClient client, JsonObject pod) => client.PostAsync(
        $"/api/v1/namespaces/default/pods/{Name(pod)}/eviction",
        new StringContent($$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{Name(pod)}}}","namespace":"default"}}""", Encoding.UTF8, "application/json"));
}
