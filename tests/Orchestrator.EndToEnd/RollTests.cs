using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

public sealed class RollTests
{
    private const int Workers = 4;

    [Theory]
    [InlineData("version", 1)]
    [InlineData("version", 3)]
    [InlineData("node size", 1)]
    [InlineData("control-plane size", 3)]
    public async Task Roll_WithPodsAndABudget_KeepsEveryPromise(string change, int controlPlanes)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions
        {
            Seed = change.Length + controlPlanes,
            Workload = new SampleWorkload("web", Replicas: 6, MinAvailable: "5"),
        });
        await harness.ApplyAndWaitAsync(Manifests.Sample(controlPlanes: controlPlanes, workers: Workers));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        var start = harness.Clock.GetUtcNow();

        await harness.ApplyAndWaitAsync(Changed(change, controlPlanes));

        var workers = new RollJournal(harness.Azure, start, controlPlane: false);
        var masters = new RollJournal(harness.Azure, start, controlPlane: true);
        if (change != "control-plane size")
        {
            Assert.True(workers.MinimumReady >= Workers, $"{workers.MinimumReady} workers ready");
            Assert.True(workers.MaximumNodes <= Workers + 1, $"{workers.MaximumNodes} workers");
            Assert.Equal(2 * Workers, workers.Names.Count);
        }

        if (change != "node size")
        {
            Assert.True(masters.MinimumReady >= controlPlanes, $"{masters.MinimumReady} control planes ready");
            Assert.True(masters.MaximumNodes <= controlPlanes + 1, $"{masters.MaximumNodes} control planes");
            Assert.Equal(2 * controlPlanes, masters.Names.Count);
        }

        Assert.Equal(change == "control-plane size", workers.Names.Count == 0);
        Assert.Equal(change == "node size", masters.Names.Count == 0);
        Assert.Empty(harness.Azure.Machines.Violations);
        Assert.All(harness.Azure.Machines.Clusters.All.Single().Nodes, static n => Assert.True(n is { Ready: true, Unschedulable: false }));
    }

    /// <summary>Thirty machines take more looks than one history holds.</summary>
    [Fact]
    public async Task Roll_LongerThanOneHistory_GoesOnInANewOne()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 29 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 30));
        var start = harness.Clock.GetUtcNow();

        var operation = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 30, nodeSize: "Standard_D4s_v3"));

        var workers = new RollJournal(harness.Azure, start, controlPlane: false);
        Assert.Equal(60, workers.Names.Count);
        Assert.True(workers is { MinimumReady: >= 30, MaximumNodes: <= 31 }, $"{workers.MinimumReady} ready, {workers.MaximumNodes} nodes");
        var rollout = await harness.Host.Client.GetInstanceAsync($"{operation.Id}:pool:c1-mp-0", getInputsAndOutputs: true);
        Assert.NotNull(rollout!.ReadInputAs<Contracts.Messages.MachineGroupRequest>()!.Progress);
        Assert.All(operation.Resources, static r => Assert.Equal(Contracts.Operations.StepState.Done, r.State));
    }

    /// <summary>
    /// A machine that is replaced costs three calls to grow the scale set (read, write, look), one list of what has come, one to delete and one list of what is left;
    /// the rest is for looks that go wrong. Thirty percent at once share them.
    /// </summary>
    [Theory]
    [InlineData("1", 9 * 12)]
    [InlineData("30%", 9 * 5)]
    public async Task Roll_OfAPool_CostsFewCallsForEachStep(string maxSurge, int limit)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 31 });
        await harness.ApplyAndWaitAsync(WithSurge(Manifests.Sample(workers: 12), maxSurge));
        var before = PoolCalls(harness);
        Assert.InRange(AllCalls(harness), 20, 110);

        await harness.ApplyAndWaitAsync(WithSurge(Manifests.Sample(workers: 12, nodeSize: "Standard_D4s_v3"), maxSurge));

        Assert.InRange(PoolCalls(harness) - before, 12, limit);
    }

    private static int PoolCalls(ClusterHarness harness) => new[] { "GET", "PUT", "POST" }.Sum(verb =>
        harness.Azure.Resources.Calls(verb, "Microsoft.Compute/virtualMachineScaleSets") + harness.Azure.Resources.Calls(verb, "Microsoft.Compute/virtualMachineScaleSets/virtualMachines"));

    private static int AllCalls(ClusterHarness harness) => new[] { "GET", "PUT", "POST", "DELETE" }.Sum(verb => harness.Azure.Resources.Calls(verb));

    private static Contracts.Messages.ApplyRequest WithSurge(Contracts.Messages.ApplyRequest sample, string maxSurge) => sample with
    {
        Files = [.. sample.Files.Select(file => file with { Content = file.Content.Replace("maxSurge: 1", $"maxSurge: {maxSurge}", StringComparison.Ordinal) })],
    };

    [Fact]
    public async Task Apply_PoolRemovedFromTheSpec_IsEmptiedBeforeItGoes()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 23, Workload = new SampleWorkload("web", Replicas: 6, MinAvailable: "5") });
        await harness.ApplyAndWaitAsync(Manifests.WithSecondPool());
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        var start = harness.Clock.GetUtcNow();

        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));

        var gone = harness.Azure.Machines.NodeJournal.Where(n => n.At >= start && n.Node.StartsWith("second", StringComparison.Ordinal)).GroupBy(static n => n.Node).ToList();
        Assert.Equal(2, gone.Count);
        Assert.All(gone, static changes =>
        {
            Assert.True(changes.First() is { Ready: true, Unschedulable: true }, "it was not cordoned first");
            Assert.False(changes.Last().Exists);
        });
        Assert.Equal(3, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => n.Ready));
        Assert.Single(harness.Azure.Resources.All, static r => r.Type.Equals("Microsoft.Compute/virtualMachineScaleSets", StringComparison.OrdinalIgnoreCase));
    }

    private static Contracts.Messages.ApplyRequest Changed(string change, int controlPlanes) => change switch
    {
        "version" => Manifests.Sample(version: "v1.31.1", controlPlanes: controlPlanes, workers: Workers),
        "node size" => Manifests.Sample(nodeSize: "Standard_D4s_v3", controlPlanes: controlPlanes, workers: Workers),
        _ => Manifests.Sample(controlPlaneSize: "Standard_D4s_v3", controlPlanes: controlPlanes, workers: Workers),
    };
}
