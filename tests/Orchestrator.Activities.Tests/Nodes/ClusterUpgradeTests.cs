using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class ClusterUpgradeTests
{
    private const string KubeadmConfig = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config";
    private const string KubeProxy = "/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy";
    private const string CoreDns = "/apis/apps/v1/namespaces/kube-system/deployments/coredns";

    [Fact]
    public async Task Upgrade_BeforeTheFirstMachine_ChangesWhatJoinsGoBy_AndLeavesTheAddons()
    {
        await using var fixture = await ClusterAsync("v1.30.2", "v1.31.1");

        var outcome = await UpgradeAsync(fixture);

        Assert.True(outcome.Done, outcome.Error?.Message);
        var stored = fixture.Kubernetes.Objects[KubeadmConfig]["data"]!["ClusterConfiguration"]!.ToString();
        Assert.Contains("kubernetesVersion: v1.31.1\n", stored);
        Assert.Contains("apiVersion: kubeadm.k8s.io/v1beta4\n", stored);
        Assert.Contains("- name: allocate-node-cidrs\n", stored);
        Assert.EndsWith("kube-proxy:v1.30.2", Image(fixture, KubeProxy));
        Assert.Contains("/apis/rbac.authorization.k8s.io/v1/clusterroles/kubeadm:get-nodes", fixture.Kubernetes.Objects.Keys);
        Assert.Contains("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/kubeadm:cluster-admins", fixture.Kubernetes.Objects.Keys);
    }

    [Fact]
    public async Task Upgrade_AfterTheLastMachine_BringsTheAddonsAlong_AndTwiceIsOnce()
    {
        await using var fixture = await ClusterAsync("v1.30.2", "v1.31.1");
        fixture.AddNode("m1", version: "v1.31.1", controlPlane: true);

        await UpgradeAsync(fixture);
        fixture.Kubernetes.Requests.Clear();
        var again = await UpgradeAsync(fixture);

        Assert.True(again.Done);
        Assert.Equal("registry.k8s.io/kube-proxy:v1.31.1", Image(fixture, KubeProxy));
        Assert.Equal("registry.k8s.io/coredns/coredns:v1.11.3", Image(fixture, CoreDns));
        Assert.DoesNotContain(fixture.Kubernetes.Requests, static request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upgrade_CoreDnsIsNewerAlready_StaysSo()
    {
        await using var fixture = await ClusterAsync("v1.31.1", "v1.31.1");
        fixture.AddNode("m1", version: "v1.31.1", controlPlane: true);
        AddWorkload(fixture, "deployments", "coredns", "registry.k8s.io/coredns/coredns:v1.12.0");

        await UpgradeAsync(fixture);

        Assert.EndsWith(":v1.12.0", Image(fixture, CoreDns));
    }

    [Theory]
    [InlineData("v1.30.2", "v1.32.0")]
    [InlineData("v1.30.2", "v1.29.0")]
    public async Task Upgrade_OverMoreThanOneMinorOrBack_IsRefusedAndChangesNothing(string before, string after)
    {
        await using var fixture = await ClusterAsync(before, after);

        var outcome = await UpgradeAsync(fixture);

        Assert.Equal(ErrorCatalog.ImpossibleVersion.Code, outcome.Error!.Code);
        Assert.Contains($"kubernetesVersion: {before}", fixture.Kubernetes.Objects[KubeadmConfig]["data"]!["ClusterConfiguration"]!.ToString());
        Assert.DoesNotContain(fixture.Kubernetes.Requests, static request => !request.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cordon_ClosesTheNodeForPodsAndTraffic_AndTwiceIsOnce()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.AddNode("n1");

        var activity = fixture.Get<CordonNode>();
        Assert.True((await activity.RunAsync(fixture.Machines("N1"), default)).Done);
        Assert.True((await activity.RunAsync(fixture.Machines("N1", "gone"), default)).Done);

        var node = fixture.Kubernetes.Objects["/api/v1/nodes/n1"];
        Assert.True(node["spec"]!["unschedulable"]!.GetValue<bool>());
        Assert.NotNull(node["metadata"]!["labels"]!["node.kubernetes.io/exclude-from-external-load-balancers"]);
    }

    [Fact]
    public async Task RemoveNode_DeletesTheObject_AndTwiceIsOnce()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.AddNode("n1");

        var activity = fixture.Get<RemoveNode>();
        Assert.True((await activity.RunAsync(fixture.Machines("n1"), default)).Done);
        Assert.True((await activity.RunAsync(fixture.Machines("n1"), default)).Done);

        Assert.DoesNotContain("/api/v1/nodes/n1", fixture.Kubernetes.Objects.Keys);
    }

    private static async Task<NodesFixture> ClusterAsync(string before, string after)
    {
        var fixture = await NodesFixture.CreateAsync(SampleCluster.Create(after));
        fixture.AddNode("m1", version: before, controlPlane: true);
        fixture.Kubernetes.Add("api/v1/namespaces/kube-system/configmaps", $$"""
            { "metadata": { "name": "kubeadm-config" }, "data": { "ClusterConfiguration": "apiVersion: kubeadm.k8s.io/v1beta3\nkubernetesVersion: {{before}}\n" } }
            """);
        AddWorkload(fixture, "daemonsets", "kube-proxy", $"registry.k8s.io/kube-proxy:{before}");
        AddWorkload(fixture, "deployments", "coredns", "registry.k8s.io/coredns/coredns:v1.11.1");
        return fixture;
    }

    private static void AddWorkload(NodesFixture fixture, string collection, string name, string image) => fixture.Kubernetes.Add($"apis/apps/v1/namespaces/kube-system/{collection}", $$"""
        { "metadata": { "name": "{{name}}" }, "spec": { "template": { "spec": { "containers": [{ "name": "{{name}}", "image": "{{image}}" }] } } } }
        """);

    private static string Image(NodesFixture fixture, string path) => fixture.Kubernetes.Objects[path]["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString();

    private static Task<Orchestrator.Contracts.Messages.MachineOutcome> UpgradeAsync(NodesFixture fixture) => fixture.Get<UpgradeClusterConfiguration>().RunAsync(fixture.Group, default);
}
