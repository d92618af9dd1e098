using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Functions.Rollouts;

namespace Orchestrator.Functions.Tests.Rollouts;

public sealed class MachinePoolRolloutTests
{
    private const int Seeds = 200;

    public static TheoryData<int, string, string, DeletePolicy> Strategies()
    {
        var data = new TheoryData<int, string, string, DeletePolicy>();
        foreach (var replicas in new[] { 1, 2, 3, 5, 8 })
        {
            foreach (var (surge, unavailable) in new[] { ("1", "0"), ("0", "1"), ("25%", "1"), ("2", "2"), ("100%", "0"), ("34%", "34%") })
            {
                foreach (var policy in Enum.GetValues<DeletePolicy>())
                {
                    data.Add(replicas, surge, unavailable, policy);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Decide_AnyStrategyAndChance_KeepsThePromisesAndReplacesEveryMachine(int replicas, string surge, string unavailable, DeletePolicy policy)
    {
        // With neither surge nor absence allowed (0 of a rounded-down percentage) nothing may move; readers refuse the plain zeros.
        Assert.SkipWhen(ScaledValue.Surge(surge, replicas) + ScaledValue.Unavailable(unavailable, replicas) == 0, "this strategy allows no step");
        for (var seed = 0; seed < Seeds; seed++)
        {
            Roll(new MachineGroupSettings { Name = "mp", Replicas = replicas, Strategy = new() { MaxSurge = surge, MaxUnavailable = unavailable, DeletePolicy = policy } }, seed);
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Decide_MachinesThatAreLost_AreReplacedAndNoReadyOneGoes(int replicas, string surge, string unavailable, DeletePolicy policy)
    {
        Assert.SkipWhen(ScaledValue.Surge(surge, replicas) + ScaledValue.Unavailable(unavailable, replicas) == 0, "this strategy allows no step");
        var settings = new MachineGroupSettings { Name = "mp", Replicas = replicas, Strategy = new() { MaxSurge = surge, MaxUnavailable = unavailable, DeletePolicy = policy } };
        for (var seed = 0; seed < 20; seed++)
        {
            var pool = PoolModel.WithReady(settings, new SeededRandomness(seed));
            pool.Lose(Math.Max(1, replicas * 2 / 5));
            var (ready, ceiling) = (pool.Ready, replicas + ScaledValue.Surge(surge, replicas));
            var decision = MachinePoolRollout.Decide(settings, pool.Observe());
            for (var step = 0; decision.Action != RolloutAction.Done; step++)
            {
                Assert.True(step < 2000, $"seed {seed}: it does not end: {decision.Reason}");
                pool.Apply(decision);
                Assert.True(pool.Ready >= Math.Min(ready, replicas) && pool.Count <= ceiling, $"seed {seed}: {pool.Ready} ready of {pool.Count} after {decision.Reason}");
                pool.Tick();
                decision = MachinePoolRollout.Decide(settings, pool.Observe());
            }

            Assert.True(!pool.HasLost && pool.Ready == replicas && pool.Count == replicas, $"seed {seed}");
        }
    }

    [Fact]
    public void Decide_MachinesAreUnwellAndHeld_WaitsAndSaysWhy()
    {
        MachineObservation[] machines = [new() { Name = "a", ProvisioningState = "Succeeded" }, new() { Name = "b", ProvisioningState = "Succeeded" }];
        var pool = new MachineGroupObservation { Exists = true, ModelCurrent = true, Capacity = 2, Machines = machines, Held = "2 of 2 machines of the group are unwell" };

        var decision = MachinePoolRollout.Decide(new MachineGroupSettings { Name = "mp", Replicas = 2 }, pool);

        Assert.Equal((RolloutAction.Wait, "0 of 2 ready; 2 of 2 machines of the group are unwell"), (decision.Action, decision.Reason));
    }

    private static void Roll(MachineGroupSettings settings, int seed)
    {
        var randomness = new SeededRandomness(seed);
        var pool = PoolModel.WithReady(settings, randomness);
        pool.Failures = seed % 3;
        pool.ChangeModel("new");
        var floor = settings.Replicas - ScaledValue.Unavailable(settings.Strategy.MaxUnavailable, settings.Replicas);
        var ceiling = settings.Replicas + ScaledValue.Surge(settings.Strategy.MaxSurge, settings.Replicas);
        for (var step = 0; step < 2000; step++)
        {
            var decision = MachinePoolRollout.Decide(settings, pool.Observe());
            if (decision.Action == RolloutAction.Done)
            {
                Assert.True(pool.AllOn("new") && pool.Ready == settings.Replicas && pool.Count == settings.Replicas, $"seed {seed}: done too early");
                return;
            }

            pool.Apply(decision);
            Assert.True(pool.Ready >= floor, $"seed {seed}: {pool.Ready} ready, promised {floor}, after {decision.Reason}");
            Assert.True(pool.Count <= ceiling, $"seed {seed}: {pool.Count} machines, promised at most {ceiling}, after {decision.Reason}");
            pool.Tick();
        }

        Assert.Fail($"seed {seed}: the roll did not end");
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 1)]
    public void Decide_OtherReplicas_EndsWithAsMany(int before, int after)
    {
        var settings = new MachineGroupSettings { Name = "mp", Replicas = before };
        var randomness = new SeededRandomness(before);
        var pool = PoolModel.WithReady(settings, randomness);
        settings = settings with { Replicas = after };
        for (var step = 0; step < 1000; step++)
        {
            var decision = MachinePoolRollout.Decide(settings, pool.Observe());
            if (decision.Action == RolloutAction.Done)
            {
                Assert.Equal(after, pool.Ready);
                return;
            }

            pool.Apply(decision);
            Assert.True(pool.Ready >= Math.Min(before, after));
            pool.Tick();
        }

        Assert.Fail("the change of scale did not end");
    }

    [Fact]
    public void Decide_EverythingAsWanted_IsDone()
    {
        var settings = new MachineGroupSettings { Name = "mp", Replicas = 3 };

        Assert.Equal(RolloutAction.Done, MachinePoolRollout.Decide(settings, PoolModel.WithReady(settings, new SeededRandomness(1)).Observe()).Action);
    }

    [Fact]
    public void Decide_NoScaleSet_CreatesItWithoutSurge()
    {
        var decision = MachinePoolRollout.Decide(new MachineGroupSettings { Name = "mp", Replicas = 4, Strategy = new() { MaxSurge = "50%" } }, new MachineGroupObservation());

        Assert.Equal((RolloutAction.EnsureModel, 4), (decision.Action, decision.Capacity));
    }

    [Fact]
    public void Decide_AzureWorksOnTheScaleSet_Waits()
    {
        var decision = MachinePoolRollout.Decide(new MachineGroupSettings { Name = "mp", Replicas = 4 }, new MachineGroupObservation { Exists = true, InProgress = true });

        Assert.Equal(RolloutAction.Wait, decision.Action);
    }

    [Fact]
    public void Decide_DeleteRequestedButNoneSpare_KeepsTheReadyMachine()
    {
        var settings = new MachineGroupSettings { Name = "mp", Replicas = 2 };
        MachineObservation[] machines =
        [
            new() { Name = "a", Ready = true, ProvisioningState = "Succeeded", DeleteRequested = true },
            new() { Name = "b", Ready = true, ProvisioningState = "Succeeded" },
        ];

        var decision = MachinePoolRollout.Decide(settings, new MachineGroupObservation { Exists = true, ModelCurrent = true, Capacity = 2, Machines = machines });

        Assert.NotEqual(RolloutAction.Remove, decision.Action);
    }
}
