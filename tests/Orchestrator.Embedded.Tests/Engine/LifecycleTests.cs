using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class LifecycleTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Fact]
    public async Task Instance_WithUnknownOrchestrator_IsRefusedAndNotCreated()
    {
        using var host = new EngineHost(new TestCatalog());

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync("Nowhere", null, new StartOrchestrationOptions("x")));

        Assert.Null(await host.GetAsync("x"));
    }

    [Fact]
    public async Task Instance_OfAnOrchestratorThatIsGone_Fails()
    {
        var catalog = Waiting();
        var before = new EngineHost(catalog);
        var id = await before.StartAsync("Wait");
        await before.SettleAsync();
        using var after = before.ReplacedBy(new TestCatalog());

        await after.UntilAsync(after.Client.RaiseEventAsync(id, "E", 1));

        Assert.Equal("OrchestratorTaskNotFound", (await after.CompleteAsync(id)).FailureDetails!.ErrorType);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task UnhandledException_FailsWithTypeMessageAndText(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Throw", _ => throw new InvalidOperationException("bad", new ArgumentException("deep"))), replay);

        var done = await host.RunAsync("Throw");

        Assert.Equal("System.InvalidOperationException", done.FailureDetails!.ErrorType);
        Assert.Equal("System.ArgumentException", done.FailureDetails.InnerFailure!.ErrorType);
        Assert.Equal("System.InvalidOperationException: bad", done.SerializedOutput);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Suspended_QueuesEvents_ResumeDeliversThem(bool replay)
    {
        using var host = new EngineHost(Waiting(), replay);
        var id = await host.StartAsync("Wait");
        await host.UntilAsync(host.Client.SuspendInstanceAsync(id, "hold"));
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 3));
        await host.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.GetAsync(id))!.RuntimeStatus);

        await host.UntilAsync(host.Client.ResumeInstanceAsync(id));

        Assert.Equal(3, (await host.CompleteAsync(id)).ReadOutputAs<int>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Terminated_IgnoresLateAnswers(bool replay)
    {
        var gate = new TaskCompletionSource<int>();
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Slow", context => context.CallActivityAsync<int>("Block"))
                .AsyncActivity<object, int>("Block", _ => gate.Task),
            replay);
        var scheduling = host.Client.ScheduleNewOrchestrationInstanceAsync("Slow");
        var pump = host.SettleAsync();
        var id = await scheduling;
        await host.Client.TerminateInstanceAsync(id, "stop");
        gate.SetResult(1);
        await pump;

        var done = await host.CompleteAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Equal("stop", done.ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task StartAt_IsPendingUntilThen(bool replay)
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("At", context => Task.FromResult(context.CurrentUtcDateTime)), replay);
        var at = host.Now.AddHours(5);
        var id = await host.StartAsync("At", null, new StartOrchestrationOptions(StartAt: at));
        await host.PassAsync(TimeSpan.FromHours(4));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.GetAsync(id))!.RuntimeStatus);

        Assert.Equal(at.UtcDateTime, (await host.CompleteAsync(id)).ReadOutputAs<DateTime>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task StartAt_EventsAndTerminationBeforeTheStart_AreKept(bool replay)
    {
        using var host = new EngineHost(Waiting(), replay);
        var at = host.Now.AddHours(5);
        var kept = await host.StartAsync("Wait", null, new StartOrchestrationOptions(StartAt: at));
        var ended = await host.StartAsync("Wait", null, new StartOrchestrationOptions(StartAt: at));
        await host.UntilAsync(host.Client.RaiseEventAsync(kept, "E", 9));
        await host.UntilAsync(host.Client.TerminateInstanceAsync(ended, "no"));
        await host.SettleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.GetAsync(ended))!.RuntimeStatus);
        Assert.Equal(9, (await host.CompleteAsync(kept)).ReadOutputAs<int>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.GetAsync(ended))!.RuntimeStatus);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task SameId_WhileRunning_IsRefused_AfterTheEndItIsReplaced(bool replay)
    {
        using var host = new EngineHost(Waiting(), replay);
        var options = new StartOrchestrationOptions("one");
        await host.StartAsync("Wait", 1, options);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.StartAsync("Wait", 2, options));
        Assert.Equal(1, (await host.GetAsync("one"))!.ReadInputAs<int>());

        await host.UntilAsync(host.Client.RaiseEventAsync("one", "E", 5));
        await host.CompleteAsync("one");
        await host.StartAsync("Wait", 3, options);
        await host.SettleAsync();

        var again = await host.GetAsync("one");
        Assert.Equal(3, again!.ReadInputAs<int>());
        Assert.Equal(OrchestrationRuntimeStatus.Running, again.RuntimeStatus);
        Assert.Null(again.SerializedOutput);
    }

    [Fact]
    public async Task SameId_StartedTwiceAtOnce_StartsOnce()
    {
        using var host = new EngineHost(Waiting());
        var options = new StartOrchestrationOptions("one");
        var first = host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", 1, options);
        var second = host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", 2, options);
        await host.SettleAsync();

        await first;
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => second);
        Assert.Equal(1, (await host.GetAsync("one"))!.ReadInputAs<int>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task DedupeStatuses_DecideWhatIsReplaced(bool replay)
    {
        using var host = new EngineHost(Waiting(), replay);
        var options = new StartOrchestrationOptions("one");
        await host.StartAsync("Wait", 1, options);
        await host.SettleAsync();

        await host.StartAsync("Wait", 2, options.WithDedupeStatuses(OrchestrationRuntimeStatus.Completed));
        await host.SettleAsync();
        Assert.Equal(2, (await host.GetAsync("one"))!.ReadInputAs<int>());

        await host.UntilAsync(host.Client.RaiseEventAsync("one", "E", 5));
        await host.CompleteAsync("one");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.StartAsync("Wait", 3, options.WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => host.StartAsync("Wait", 3, options.WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated)));
    }

    [Fact]
    public async Task Waits_ForUnknownInstance_Throw()
    {
        using var host = new EngineHost(Waiting());

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.WaitForInstanceStartAsync("nobody"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.WaitForInstanceCompletionAsync("nobody"));
    }

    [Fact]
    public async Task Metadata_FetchedWithoutData_RefusesToRead()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Echo", context => Task.FromResult(context.GetInput<string>())));
        var id = (await host.RunAsync("Echo", "x", new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["a"] = "b" } })).InstanceId;

        var bare = await host.Client.GetInstanceAsync(id);

        Assert.Throws<InvalidOperationException>(() => bare!.ReadOutputAs<string>());
        Assert.Equal("b", bare!.Tags["a"]);
        Assert.True(bare.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Purge_RemovesFinishedInstancesOnly(bool replay)
    {
        using var host = new EngineHost(
            Waiting().Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Quick", new SubOrchestrationOptions(instanceId: "child")))
                .Orchestrator("Quick", _ => Task.FromResult(1)),
            replay);
        var running = await host.StartAsync("Wait");
        var parent = (await host.RunAsync("Parent")).InstanceId;

        Assert.Equal(0, (await host.UntilAsync(host.Client.PurgeInstanceAsync("nobody"))).PurgedInstanceCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.PurgeInstanceAsync(running));
        Assert.Equal(2, (await host.UntilAsync(host.Client.PurgeInstanceAsync(parent, new PurgeInstanceOptions(true)))).PurgedInstanceCount);
        Assert.Null(await host.GetAsync(parent));
        Assert.Null(await host.GetAsync("child"));

        await host.RunAsync("Quick");
        var purged = await host.UntilAsync(host.Client.PurgeInstancesAsync(host.Now.AddHours(-1), null));
        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.NotNull(await host.GetAsync(running));
    }

    [Fact]
    public async Task Query_FiltersAndPages()
    {
        using var host = new EngineHost(Waiting().Orchestrator("Quick", _ => Task.FromResult(1)));
        for (var i = 0; i < 7; i++)
        {
            await host.RunAsync("Quick", i, new StartOrchestrationOptions($"q-{i}"));
            await host.PassAsync(TimeSpan.FromMinutes(1));
        }

        await host.StartAsync("Wait", null, new StartOrchestrationOptions("w"));
        await host.SettleAsync();
        var start = host.Now.AddMinutes(-7);

        var pages = new List<int>();
        await foreach (var page in host.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3)).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([3, 3, 2], pages);
        Assert.Equal(["w"], await Ids(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["q-2", "q-3"], await Ids(new OrchestrationQuery(start.AddMinutes(2), start.AddMinutes(3))));
        Assert.Equal(7, (await Ids(new OrchestrationQuery(InstanceIdPrefix: "q-"))).Count);

        async Task<List<string>> Ids(OrchestrationQuery query)
        {
            var ids = new List<string>();
            await foreach (var instance in host.Client.GetAllInstancesAsync(query))
            {
                ids.Add(instance.InstanceId);
            }

            return ids;
        }
    }

    [Fact]
    public async Task Restart_RunsTheSameInputAgain()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Echo", context => Task.FromResult(context.GetInput<int>())));
        var first = (await host.RunAsync("Echo", 8)).InstanceId;

        var second = await host.UntilAsync(host.Client.RestartAsync(first, restartWithNewInstanceId: true));

        Assert.NotEqual(first, second);
        Assert.Equal(8, (await host.CompleteAsync(second)).ReadOutputAs<int>());
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RestartAsync("nobody"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Tags_StayOverGenerationsAndRestarts_AndBelongToTheirInstanceOnly(bool replay)
    {
        var tags = new Dictionary<string, string> { ["team"] = "a" };
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Two", async context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    await context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(new TaskOptions(tags: new Dictionary<string, string> { ["step"] = "1" }), "child"));
                    context.ContinueAsNew(1);
                }
            }).Orchestrator("Child", _ => Task.FromResult(1)),
            replay);

        var done = await host.RunAsync("Two", 0, new StartOrchestrationOptions { Tags = tags });
        var again = await host.UntilAsync(host.Client.RestartAsync(done.InstanceId, restartWithNewInstanceId: true));

        Assert.Equal(tags, done.Tags);
        Assert.Equal(tags, (await host.CompleteAsync(again)).Tags);
        Assert.Equal("1", Assert.Single((await host.GetAsync("child"))!.Tags).Value);
    }

    private static TestCatalog Waiting() => new TestCatalog().Orchestrator("Wait", context => context.WaitForExternalEvent<int>("E"));
}
