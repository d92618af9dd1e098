using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Tests.Orchestrations;

public sealed class ClusterOperationTests
{
    public enum EventBehaviour
    {
        OnTime,
        Lost,
        Twice,
        Early,
        Late,
    }

    public static TheoryData<string> Keys() => [.. Graphs.Network.Select(static s => s.Key)];

    public static TheoryData<EventBehaviour, bool> Behaviours()
    {
        var data = new TheoryData<EventBehaviour, bool>();
        foreach (var behaviour in Enum.GetValues<EventBehaviour>())
        {
            data.Add(behaviour, false);
            data.Add(behaviour, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Behaviours))]
    public async Task Walk_HoweverEventsBehave_EndsWithEveryResourceCreatedOnce(EventBehaviour events, bool replayAlways)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            await using var harness = new OrchestrationHarness(Graphs.Network, seed, replayAlways);
            harness.World.Announce = (step, readyAt) => AnnounceAsync(harness, step, readyAt, events);

            var instance = await harness.RunAsync();

            Assert.Null(instance.ReadOutputAs<OrchestratorError>());
            Assert.All(Graphs.Network, s => Assert.Equal(1, harness.World.Creations[s.Key]));
            Assert.Equal((1, (OrchestratorError?)null), (harness.World.Completions.Single().Generation, harness.World.Completions.Single().Error));
        }
    }

    /// <summary>Histories from before outcomes took turns say so by what CompleteOperation answered; they must go on as they began.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false, "PublishOutcome default.c1.1", "PostOutcome default.c1.1")]
    [InlineData(true, true, "TellOutcome default.c1.1")]
    public async Task End_WithAnOutcome_IsToldAsItsHistoryBegan(bool hasOutcome, bool takesTurns, params string[] told)
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 1, replayAlways: true);
        (harness.World.HasOutcome, harness.World.TakesTurns) = (hasOutcome, takesTurns);

        await harness.RunAsync();

        Assert.Equal(told, harness.World.Told);
    }

    [Fact]
    public async Task Walk_EventsOnTime_StartsEachStepTheMomentItsLastDependencyIsDone()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 1);
        harness.World.Announce = (step, readyAt) => AnnounceAsync(harness, step, readyAt, EventBehaviour.OnTime);

        await harness.RunAsync();

        foreach (var step in Graphs.Network.Where(static s => s.DependsOn.Count > 0 && s.LockGroup is null))
        {
            Assert.Equal(step.DependsOn.Max(d => harness.World.Ended[d]), harness.World.Started[step.Key]);
        }

        Assert.Equal(harness.At(80), harness.World.Ended.Values.Max());
    }

    /// <summary>Azure asks to be asked every seven seconds, a resource takes twenty: without events that is four calls each, with them two.</summary>
    [Theory]
    [InlineData(EventBehaviour.Lost, 4, 84)]
    [InlineData(EventBehaviour.OnTime, 2, 80)]
    public async Task Walk_WhereEventsArrive_LooksWhenTold(EventBehaviour events, int callsForEach, int seconds)
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 1);
        harness.World.RetryAfterSeconds = 7;
        harness.World.Announce = (step, readyAt) => AnnounceAsync(harness, step, readyAt, events);

        await harness.RunAsync();

        // The first ones do not know yet whether events come.
        var first = Graphs.Network.Count(static s => s.DependsOn.Count == 0) * 2;
        Assert.InRange(harness.World.Calls, callsForEach * Graphs.Network.Count, (callsForEach * Graphs.Network.Count) + first);
        Assert.Equal(harness.At(seconds), harness.World.Ended.Values.Max());
    }

    /// <summary>After one event that came and none since, the first loss costs a minute at most, and everything after it is polled again.</summary>
    [Fact]
    public async Task Walk_EventsStopArriving_PollsAgain()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 1);
        harness.World.RetryAfterSeconds = 7;
        var first = Graphs.Network.First(static s => s.DependsOn.Count == 0).Key;
        harness.World.Announce = (step, readyAt) => AnnounceAsync(harness, step, readyAt, step.Key == first ? EventBehaviour.OnTime : EventBehaviour.Lost);

        await harness.RunAsync();

        Assert.InRange(harness.World.Ended.Values.Max(), harness.At(80), harness.At(84 + 60));
    }

    [Fact]
    public async Task Walk_StepsOfOneLockGroup_TakeTurns()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            await using var harness = new OrchestrationHarness(Graphs.Network, seed);
            harness.World.Announce = (step, readyAt) => AnnounceAsync(harness, step, readyAt, EventBehaviour.OnTime);

            await harness.RunAsync();

            var world = harness.World;
            Assert.True(world.Started["Subnet/b"] >= world.Ended["Subnet/a"] || world.Started["Subnet/a"] >= world.Ended["Subnet/b"], $"seed {seed}: both subnets at once");
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Walk_StepMeetsTransientErrors_IsRepeatedUntilItSucceeds(string key)
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 3, replayAlways: true);
        harness.World.Errors[key] = new(
        [
            ErrorCatalog.RateLimited.With() with { RetryAfterSeconds = 17 },
            ErrorCatalog.AzureConflict.With(),
            ErrorCatalog.AzureUnavailable.With(),
            ErrorCatalog.ProvisioningFailed.With(),
        ]);
        harness.World.RetryAfterSeconds = 5;

        var instance = await harness.RunAsync();

        Assert.Null(instance.ReadOutputAs<OrchestratorError>());
        Assert.Equal(1, harness.World.Creations[key]);
        Assert.True(harness.World.Ended[key] - harness.World.Started[key] >= TimeSpan.FromSeconds(17 + 20), "Retry-After was not honoured");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Walk_StepFailsForGood_EndsWithItsErrorAndStartsNothingThatDependsOnIt(string key)
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 4);
        harness.World.Errors[key] = new([ErrorCatalog.QuotaExceeded.With("standardDSv3Family: limit 10, usage 10", key)]);

        var instance = await harness.RunAsync();

        var error = instance.ReadOutputAs<OrchestratorError>();
        Assert.Equal(ErrorCatalog.QuotaExceeded.Code, error?.Code);
        Assert.Equal(error, harness.World.Completions.Single().Error);
        Assert.DoesNotContain(Graphs.Network, s => s.DependsOn.Contains(key) && harness.World.Started.ContainsKey(s.Key));
        var progress = instance.ReadCustomStatusAs<OperationProgress>()!;
        Assert.Equal(StepState.Failed, progress.Progress[key].State);
    }

    [Fact]
    public async Task Plan_RefusedForAWhile_IsMadeAgainWhenAzureAllowsIt()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 8, replayAlways: true);
        harness.World.Errors["plan"] = new([ErrorCatalog.RateLimited.With() with { RetryAfterSeconds = 40 }, ErrorCatalog.AzureUnavailable.With()]);
        harness.World.RetryAfterSeconds = 5;

        var instance = await harness.RunAsync();

        Assert.Null(instance.ReadOutputAs<OrchestratorError>());
        Assert.Equal(3, harness.World.Plans.Count);
        Assert.True(harness.World.Plans[1] - harness.World.Plans[0] >= TimeSpan.FromSeconds(40), "Retry-After was not honoured");
        Assert.Equal(Graphs.Network.Count, harness.World.Creations.Count);
    }

    [Fact]
    public async Task Plan_RefusedForGood_EndsTheOperation()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 9);
        harness.World.Errors["plan"] = new([ErrorCatalog.NotOurs.With()]);

        var instance = await harness.RunAsync();

        Assert.Equal(ErrorCatalog.NotOurs.Code, instance.ReadOutputAs<OrchestratorError>()?.Code);
        Assert.Single(harness.World.Plans);
    }

    [Fact]
    public async Task Walk_EveryActivityRunsTwice_HasTheEffectOfOnce()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 5);
        harness.World.EveryActivityRunsTwice = true;
        harness.World.RetryAfterSeconds = 5;

        var instance = await harness.RunAsync();

        Assert.Null(instance.ReadOutputAs<OrchestratorError>());
        Assert.All(Graphs.Network, s => Assert.Equal(1, harness.World.Creations[s.Key]));
    }

    [Fact]
    public async Task Operation_NewerGenerationArrived_PlansAgainAndCarriesItOut()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 6);
        harness.World.RetryAfterSeconds = 5;
        harness.World.CompletionAnswers.Enqueue(false);

        await harness.RunAsync();

        Assert.Equal([1, 2], harness.World.Completions.Select(static c => c.Generation));
    }

    [Fact]
    public async Task Operation_Finished_CustomStatusFitsAzuresLimit()
    {
        await using var harness = new OrchestrationHarness(Graphs.Network, seed: 7);
        harness.World.RetryAfterSeconds = 5;

        var instance = await harness.RunAsync();

        // Azure caps a custom status at 16 KiB of UTF-16; a cluster has about three times the steps of this graph.
        Assert.InRange(instance.SerializedCustomStatus!.Length * 2 * 3, 1, 16 * 1024);
        Assert.All(instance.ReadCustomStatusAs<OperationProgress>()!.Progress.Values, static p => Assert.Equal(StepState.Done, p.State));
    }

    private static Task AnnounceAsync(OrchestrationHarness harness, GraphStep step, DateTimeOffset readyAt, EventBehaviour behaviour)
    {
        var delay = readyAt - harness.Clock.GetUtcNow();
        foreach (var at in behaviour switch
        {
            EventBehaviour.Lost => Array.Empty<TimeSpan>(),
            EventBehaviour.Twice => [delay, delay],
            EventBehaviour.Early => [TimeSpan.Zero],
            EventBehaviour.Late => [delay + TimeSpan.FromMinutes(30)],
            _ => [delay],
        })
        {
            harness.Clock.CreateTimer(_ => harness.Post(() => harness.Client.RaiseEventAsync(
                OrchestrationHarness.OperationId, ResourceChanged.EventName(step.ResourceId!), new ResourceChanged(step.ResourceId!, "Microsoft.Resources.ResourceWriteSuccess"))), null, at, Timeout.InfiniteTimeSpan);
        }

        return Task.CompletedTask;
    }
}
