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
}
