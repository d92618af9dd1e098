using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>Kubeconfigs of AKS clusters.</summary>
public sealed class KubeconfigTests
{
    [Fact]
    public async Task Kubeconfig_OfAUserAndOfAPrivateCluster_SignsInWithKubeloginAtThePrivateName()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("    oidcIssuerProfile:", "    aadProfile: { managed: true }\n    disableLocalAccounts: true\n    apiServerAccessProfile: { enablePrivateCluster: true }\n    oidcIssuerProfile:")));

        var text = await (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig?user=true")).Content.ReadAsStringAsync();
        var only = await (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig")).Content.ReadAsStringAsync();

        Assert.Contains("command: kubelogin", text, StringComparison.Ordinal);
        Assert.Contains("privatelink.westeurope.azmk8s.io:443", text, StringComparison.Ordinal);
        Assert.Equal(text, only);
    }

    [Fact]
    public async Task Kubeconfig_OfAPrivateCluster_NamesItsPrivateNameUnlessThePublicOneIsAskedFor()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("    oidcIssuerProfile:", "    apiServerAccessProfile: { enablePrivateCluster: true }\n    oidcIssuerProfile:")));

        var @private = await TextAsync(harness, "");
        var @public = await TextAsync(harness, "?publicName=true");

        Assert.Contains("clusterAdmin_aks1_aks1", @private, StringComparison.Ordinal);
        Assert.Contains(".privatelink.westeurope.azmk8s.io:443", @private, StringComparison.Ordinal);
        Assert.Contains(".hcp.westeurope.azmk8s.io:443", @public, StringComparison.Ordinal);
        Assert.DoesNotContain("privatelink", @public, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kubeconfig_OfAClusterWithLocalAccounts_IsTheAdministratorsOrTheUsers()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("    oidcIssuerProfile:", "    aadProfile: { managed: true }\n    oidcIssuerProfile:")));

        var (admin, user) = (await TextAsync(harness, ""), await TextAsync(harness, "?user=true"));

        Assert.Contains("client-certificate-data:", admin, StringComparison.Ordinal);
        Assert.DoesNotContain("kubelogin", admin, StringComparison.Ordinal);
        Assert.Contains("command: kubelogin", user, StringComparison.Ordinal);
        Assert.DoesNotContain("client-key-data:", user, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(ClusterHarness harness, string query) =>
        await (await harness.SendAsync(HttpMethod.Get, $"/api/clusters/default/aks1/kubeconfig{query}")).Content.ReadAsStringAsync();
}
