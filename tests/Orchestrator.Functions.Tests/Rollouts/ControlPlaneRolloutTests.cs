using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Functions.Rollouts;

namespace Orchestrator.Functions.Tests.Rollouts;

public sealed class ControlPlaneRolloutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Decide_FromNothingThenAnUpgrade_MovesOneMachineAtATimeAndNeverBelowReplicas(int replicas)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var model = new ControlPlaneModel(replicas, new SeededRandomness(seed));
            model.RunToEnd(seed);
            Assert.Equal(1, model.Inits);
            model.Upgrade();
            model.RunToEnd(seed);
            Assert.True(model.AllUpgraded, $"seed {seed}");
            Assert.Equal(1, model.Inits);
        }
    }

    [Fact]
    public void Decide_FirstMachineFailedBeforeItsApiAnswered_RemovesItAndInitsAgain()
    {
        var settings = new MachineGroupSettings { Name = "cp", Replicas = 1 };
        var failed = new MachineGroupObservation { Machines = [new() { Name = "cp-a", ProvisioningState = "Failed" }] };

        Assert.Equal(RolloutAction.Remove, ControlPlaneRollout.Decide(settings, failed).Action);
        var again = ControlPlaneRollout.Decide(settings, new MachineGroupObservation());
        Assert.Equal((RolloutAction.Create, MachineRole.ControlPlaneInit), (again.Action, again.Role));
    }

    [Fact]
    public void Decide_MachineGoneFromAzureButCountedByEtcd_RemovesItBeforeAnythingJoins()
    {
        var group = new MachineGroupObservation
        {
            Initialized = true,
            ApiReachable = true,
            EtcdHealthy = false,
            Machines =
            [
                new() { Name = "cp-a", HasNode = true, Ready = true, ProvisioningState = "Succeeded", EtcdMember = "1" },
                new() { Name = "cp-b", ProvisioningState = "Deleted", EtcdMember = "2" },
            ],
        };

        var decision = ControlPlaneRollout.Decide(new MachineGroupSettings { Name = "cp", Replicas = 3 }, group);

        Assert.Equal((RolloutAction.Remove, "cp-b"), (decision.Action, decision.Machines.Single()));
    }

    /// <summary>A removal that failed half-way: nothing but its end makes the control plane well.</summary>
    [Theory]
    [InlineData(true, RolloutAction.Remove)]
    [InlineData(false, RolloutAction.Wait)]
    public void Decide_ClosedMachineThatEtcdLetGo_IsRemovedOnceEtcdSaysSo(bool etcdHealthy, RolloutAction expected)
    {
        var group = new MachineGroupObservation
        {
            Initialized = true,
            ApiReachable = true,
            EtcdHealthy = etcdHealthy,
            Machines =
            [
                new() { Name = "cp-a", HasNode = true, Ready = true, ProvisioningState = "Succeeded", EtcdMember = "1" },
                new() { Name = "cp-b", HasNode = true, Cordoned = true, ProvisioningState = "Succeeded" },
            ],
        };

        Assert.Equal(expected, ControlPlaneRollout.Decide(new MachineGroupSettings { Name = "cp", Replicas = 1 }, group).Action);
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void Decide_StaleButSomethingUnwell_Waits(bool apiReachable, bool etcdHealthy, bool ready)
    {
        var group = new MachineGroupObservation
        {
            Initialized = true,
            ApiReachable = apiReachable,
            EtcdHealthy = etcdHealthy,
            Machines = [new() { Name = "cp-a", HasNode = true, Ready = ready, ProvisioningState = "Succeeded", StaleFields = ["$.vmSize"] }],
        };

        Assert.Equal(RolloutAction.Wait, ControlPlaneRollout.Decide(new MachineGroupSettings { Name = "cp", Replicas = 1 }, group).Action);
    }

    [Theory]
    [InlineData(1, 1, RolloutAction.Wait)]
    [InlineData(2, 1, RolloutAction.Remove)]
    [InlineData(3, 1, RolloutAction.Remove)]
    [InlineData(3, 2, RolloutAction.Wait)]
    [InlineData(5, 1, RolloutAction.Remove)]
    [InlineData(5, 2, RolloutAction.Remove)]
    [InlineData(5, 3, RolloutAction.Wait)]
    public void Decide_MachineIsLost_GoesAloneAndOnlyWhileTheOthersHaveAMajority(int replicas, int lost, RolloutAction action)
    {
        var group = new MachineGroupObservation
        {
            Initialized = true,
            ApiReachable = true,
            EtcdHealthy = false,
            Machines = [.. Enumerable.Range(0, replicas).Select(i => new MachineObservation
            {
                Name = $"cp-{i}", HasNode = true, ProvisioningState = "Succeeded", Ready = i >= lost, Unhealthy = i < lost ? "its node is not ready" : null,
            })],
        };

        var decision = ControlPlaneRollout.Decide(new MachineGroupSettings { Name = "cp", Replicas = replicas }, group);

        Assert.Equal(action, decision.Action);
        Assert.Equal(action == RolloutAction.Remove ? ["cp-0"] : [], decision.Machines);
    }

    [Fact]
    public void Decide_MachineIsReadyWithAWrongKubelet_IsReplacedLikeAStaleOne()
    {
        var group = new MachineGroupObservation
        {
            Initialized = true,
            ApiReachable = true,
            EtcdHealthy = true,
            Machines = [new() { Name = "cp-a", HasNode = true, Ready = true, ProvisioningState = "Succeeded", Unhealthy = "its kubelet is v1.29.9, not v1.30.2" }],
        };

        var decision = ControlPlaneRollout.Decide(new MachineGroupSettings { Name = "cp", Replicas = 1 }, group);

        Assert.Equal((RolloutAction.Create, "replacing cp-a (its kubelet is v1.29.9, not v1.30.2)"), (decision.Action, decision.Reason));
    }

    [Fact]
    public void Decide_StaleMachine_NamesTheFieldThatRollsIt()
    {
        var group = new MachineGroupObservation
        {
            Initialized = true,
            ApiReachable = true,
            EtcdHealthy = true,
            Machines = [new() { Name = "cp-a", HasNode = true, Ready = true, ProvisioningState = "Succeeded", StaleFields = ["$.properties.hardwareProfile.vmSize"] }],
        };

        var decision = ControlPlaneRollout.Decide(new MachineGroupSettings { Name = "cp", Replicas = 1 }, group);

        Assert.Equal(RolloutAction.Create, decision.Action);
        Assert.True(decision.IsUpgrade);
        Assert.Contains("cp-a ($.properties.hardwareProfile.vmSize)", decision.Reason, StringComparison.Ordinal);
    }
}
