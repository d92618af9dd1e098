using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class ExternalEventTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [InlineData(false, "Approve")]
    [InlineData(true, "aPPROVE")]
    public async Task Event_InAnyCase_ReachesTheWaiter(bool replay, string name)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Wait", context => context.WaitForExternalEvent<string>("approve")), replay);
        var id = await host.StartAsync("Wait");

        await host.UntilAsync(host.Client.RaiseEventAsync(id, name, "yes"));

        Assert.Equal("yes", (await host.CompleteAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task EarlyEvents_AreKept_FirstInFirstOut(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Late", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return $"{await context.WaitForExternalEvent<int>("E")},{await context.WaitForExternalEvent<int>("E")}";
            }),
            replay);
        var id = await host.StartAsync("Late");
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 1));
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 2));

        Assert.Equal("1,2", (await host.CompleteAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Waiters_OnOneName_AreServedLastInFirstOut(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Two", async context =>
            {
                var first = context.WaitForExternalEvent<int>("E");
                var second = context.WaitForExternalEvent<int>("E");
                return $"{await first},{await second}";
            }),
            replay);
        var id = await host.StartAsync("Two");
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 1));
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 2));

        Assert.Equal("2,1", (await host.CompleteAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task WaitWithTimeout_Expired_ThrowsTaskCanceled(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Expire", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(5));
                }
                catch (Exception exception)
                {
                    return exception.GetType().Name;
                }
            }),
            replay);

        Assert.Equal(nameof(TaskCanceledException), (await host.RunAsync("Expire")).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task WaitWithTimeout_EventInTime_LeavesNoTimer(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("InTime", context => context.WaitForExternalEvent<string>("E", TimeSpan.FromDays(1))), replay);
        var id = await host.StartAsync("InTime");
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", "now"));
        await host.SettleAsync();

        Assert.Equal("now", (await host.GetAsync(id))!.ReadOutputAs<string>());
        Assert.False(host.WaitsForTime);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task CancelledWaiter_StaysInLine_AndSwallowsTheNextEvent(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Swallow", async context =>
            {
                try
                {
                    await context.WaitForExternalEvent<int>("E", TimeSpan.FromMinutes(1));
                }
                catch (TaskCanceledException)
                {
                }

                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return await context.WaitForExternalEvent<int>("E");
            }),
            replay);
        var id = await host.StartAsync("Swallow");
        await host.PassAsync(TimeSpan.FromSeconds(90));
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 1));
        await host.PassAsync(TimeSpan.FromSeconds(60));
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 2));

        Assert.Equal(2, (await host.CompleteAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Waiters_OfOneNameAndTwoTypes_AreRefused()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Types", context =>
        {
            _ = context.WaitForExternalEvent<int>("E");
            return context.WaitForExternalEvent<string>("E");
        }));

        Assert.Equal("System.ArgumentException", (await host.RunAsync("Types")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Event_ToUnknownOrFinishedInstance_IsDropped()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Done", _ => Task.FromResult(1)));
        var id = (await host.RunAsync("Done")).InstanceId;

        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 1));
        await host.UntilAsync(host.Client.RaiseEventAsync("nobody", "E", 1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.GetAsync(id))!.RuntimeStatus);
        Assert.Null(await host.GetAsync("nobody"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task SendEvent_ReachesAnotherInstance(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Receive", context => context.WaitForExternalEvent<int>("Ping"))
                .Orchestrator("Send", context =>
                {
                    context.SendEvent("receiver", "Ping", 7);
                    context.SendEvent("nobody", "Ping", 8);
                    return Task.CompletedTask;
                }),
            replay);
        await host.StartAsync("Receive", null, new StartOrchestrationOptions("receiver"));
        await host.RunAsync("Send");

        Assert.Equal(7, (await host.CompleteAsync("receiver")).ReadOutputAs<int>());
    }
}
