using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

public sealed class LifeTests
{
    [Fact]
    public async Task Sample_CreatedRolledAndDeleted_LeavesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var before = harness.Azure.Resources.All.Count;

        await harness.ApplyAndWaitAsync(Manifests.Sample());
        await harness.ApplyAndWaitAsync(Manifests.Sample(version: "v1.31.1"));
        await harness.DeleteAndWaitAsync();

        Assert.Equal(before, harness.Azure.Resources.All.Count);
        Assert.Empty(harness.Azure.Machines.Violations);
    }
}
