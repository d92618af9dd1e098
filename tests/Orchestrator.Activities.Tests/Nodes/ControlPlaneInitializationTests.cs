using Orchestrator.Activities.Nodes;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class ControlPlaneInitializationTests
{
    [Fact]
    public async Task Mark_OnlyWhenApiNodeAndClusterInfoAreThere_ThenForGood()
    {
        await using var fixture = await NodesFixture.CreateAsync(initialized: false);
        fixture.Inventory.ControlPlane.Add("m1");
        fixture.Kubernetes.IsUp = false;
        var details = new List<string?> { await MarkAsync(fixture) };
        fixture.Kubernetes.IsUp = true;
        details.Add(await MarkAsync(fixture));
        fixture.AddNode("stranger", controlPlane: true);
        details.Add(await MarkAsync(fixture));
        fixture.AddControlPlaneNode("m1");
        details.Add(await MarkAsync(fixture));
        fixture.Kubernetes.Add("api/v1/namespaces/kube-public/configmaps", """{ "metadata": { "name": "cluster-info" } }""");
        Assert.False((await fixture.Store.FindAsync(NodesFixture.Cluster, default))!.ControlPlaneInitialized);

        Assert.Null(await MarkAsync(fixture));
        fixture.Kubernetes.IsUp = false;
        Assert.Null(await MarkAsync(fixture));

        Assert.True((await fixture.Store.FindAsync(NodesFixture.Cluster, default))!.ControlPlaneInitialized);
        Assert.Equal(
            ["waiting for the first API server", "waiting for the first machine's node", "waiting for the first machine's node", "waiting for kubeadm to finish"], details);
    }

    /// <summary>The detail while it is not done; null when it is.</summary>
    private static async Task<string?> MarkAsync(NodesFixture fixture)
    {
        var outcome = await fixture.Get<MarkControlPlaneInitialized>().RunAsync(fixture.Group, default);
        Assert.Null(outcome.Error);
        return outcome.Done ? null : outcome.Detail;
    }
}
