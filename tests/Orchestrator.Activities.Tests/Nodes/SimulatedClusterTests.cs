using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class SimulatedClusterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ControlPlane_ComesUpIsUpgradedAndRolled_WithoutHurtingEtcd(bool overTheNetwork)
    {
        await using var simulation = await SimulationFixture.CreateAsync(overTheNetwork);
        await simulation.StartAsync("m0", MachineRole.ControlPlaneInit);
        await simulation.UntilDoneAsync(() => simulation.Get<MarkControlPlaneInitialized>().RunAsync(simulation.Group, default));
        await simulation.StartAsync("m1", MachineRole.ControlPlaneJoin);
        await simulation.StartAsync("m2", MachineRole.ControlPlaneJoin);
        AssertHealthy(await ObserveAsync(simulation), "v1.30.2", "v1.30.2", "v1.30.2");

        await simulation.ApplyAsync(SampleCluster.Create("v1.31.1"));
        await UpgradeAsync(simulation);
        foreach (var (old, replacement) in new[] { ("m0", "m3"), ("m1", "m4"), ("m2", "m5") })
        {
            await simulation.StartAsync(replacement, MachineRole.ControlPlaneJoin);
            await RemoveAsync(simulation, old);
        }

        await UpgradeAsync(simulation);
        await simulation.PassAsync(600);

        AssertHealthy(await ObserveAsync(simulation), "v1.31.1", "v1.31.1", "v1.31.1");
        Assert.Empty(simulation.Machines.Violations);
    }

    [Fact]
    public async Task Member_OfAMachineThatVanished_IsSeenAndCanBeRemoved()
    {
        await using var simulation = await SimulationFixture.CreateAsync();
        await simulation.StartAsync("m0", MachineRole.ControlPlaneInit);
        await simulation.UntilDoneAsync(() => simulation.Get<MarkControlPlaneInitialized>().RunAsync(simulation.Group, default));
        await simulation.StartAsync("m1", MachineRole.ControlPlaneJoin);
        await simulation.StartAsync("m2", MachineRole.ControlPlaneJoin);
        simulation.Delete("m1");
        await simulation.PassAsync(120);

        var sick = await ObserveAsync(simulation);
        var refused = await simulation.DoAsync(() => simulation.Get<RemoveEtcdMember>().RunAsync(simulation.Machine("m2"), default));
        await RemoveAsync(simulation, "m1");
        var well = await ObserveAsync(simulation);

        Assert.True(sick is { ApiReachable: true, EtcdHealthy: false });
        Assert.Equal("Deleted", sick.Machines.Single(static machine => machine.Name == "m1").ProvisioningState);
        Assert.Equal(ErrorCatalog.EtcdUnsafe.Code, refused.Error!.Code);
        AssertHealthy(well, "v1.30.2", "v1.30.2");
    }

    [Fact]
    public async Task Worker_IsDrainedWithinTheBudget_AndGoes()
    {
        await using var simulation = await SimulationFixture.CreateAsync(workload: new SampleWorkload("web", 4, MinAvailable: "3"));
        await simulation.StartAsync("m0", MachineRole.ControlPlaneInit);
        await simulation.UntilDoneAsync(() => simulation.Get<MarkControlPlaneInitialized>().RunAsync(simulation.Group, default));
        await simulation.StartAsync("w0", MachineRole.Worker);
        await simulation.StartAsync("w1", MachineRole.Worker);
        await simulation.PassAsync(60);

        await simulation.UntilDoneAsync(() => simulation.Get<CordonNode>().RunAsync(simulation.Machine("w0"), default));
        await simulation.UntilDoneAsync(() => simulation.Get<DrainNode>().RunAsync(simulation.Machine("w0"), default));
        simulation.Delete("w0");
        await simulation.UntilDoneAsync(() => simulation.Get<RemoveNode>().RunAsync(simulation.Machine("w0"), default));

        var cluster = simulation.Machines.Clusters.All.Single();
        Assert.Equal(["m0", "w1"], cluster.Nodes.Select(static node => node.Name).Order(StringComparer.Ordinal));
    }

    private static async Task RemoveAsync(SimulationFixture simulation, string machine)
    {
        var request = simulation.Machine(machine);
        await simulation.UntilDoneAsync(() => simulation.Get<CordonNode>().RunAsync(request, default));
        await simulation.UntilDoneAsync(() => simulation.Get<DrainNode>().RunAsync(request, default));
        await simulation.UntilDoneAsync(() => simulation.Get<RemoveEtcdMember>().RunAsync(request, default));
        simulation.Delete(machine);
        await simulation.UntilDoneAsync(() => simulation.Get<RemoveNode>().RunAsync(request, default));
    }

    private static Task UpgradeAsync(SimulationFixture simulation) =>
        simulation.UntilDoneAsync(() => simulation.Get<UpgradeClusterConfiguration>().RunAsync(simulation.Group, default));

    private static Task<MachineGroupObservation> ObserveAsync(SimulationFixture simulation) =>
        simulation.DoAsync(() => simulation.Get<ObserveControlPlane>().RunAsync(simulation.Group, default));

    private static void AssertHealthy(MachineGroupObservation group, params string[] versions)
    {
        Assert.True(group is { Error: null, Initialized: true, ApiReachable: true, EtcdHealthy: true });
        Assert.All(group.Machines, static machine => Assert.True(machine.Ready && machine.EtcdMember is not null));
        Assert.Equal(versions, group.Machines.Select(static machine => machine.Version));
    }
}
