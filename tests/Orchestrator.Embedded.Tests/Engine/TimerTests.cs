using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class TimerTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [InlineData(false, "00:00:00")]
    [InlineData(false, "00:00:02")]
    [InlineData(true, "01:30:00")]
    [InlineData(true, "10.00:00:00")]
    [InlineData(false, "400.00:00:01")]
    public async Task Timer_OfAnyLength_FiresAtItsTime(bool replay, string length)
    {
        var delay = TimeSpan.Parse(length);
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Wait", async context =>
            {
                var start = context.CurrentUtcDateTime;
                await context.CreateTimer(delay, CancellationToken.None);
                return context.CurrentUtcDateTime - start;
            }),
            replay);

        Assert.Equal(delay, (await host.RunAsync("Wait")).ReadOutputAs<TimeSpan>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task OpenTimer_AfterTheOrchestratorReturned_KeepsItRunningUntilItFires(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Leave", async context =>
                {
                    _ = context.CreateTimer(TimeSpan.FromSeconds(2), CancellationToken.None);
                    return await context.CallActivityAsync<int>("One");
                })
                .Activity<object, int>("One", _ => 1),
            replay);
        var id = await host.StartAsync("Leave");

        await host.PassAsync(TimeSpan.FromSeconds(1.9));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.GetAsync(id))!.RuntimeStatus);

        await host.PassAsync(TimeSpan.FromSeconds(0.2));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.GetAsync(id))!.RuntimeStatus);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task CancelledTimer_IsCancelledAndLeavesNothingBehind(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Cancel", async context =>
                {
                    using var cancellation = new CancellationTokenSource();
                    var timer = context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
                    await context.CallActivityAsync("One");
                    cancellation.Cancel();
                    try
                    {
                        await timer;
                        return "fired";
                    }
                    catch (TaskCanceledException)
                    {
                        return "cancelled";
                    }
                })
                .Activity<object, int>("One", _ => 1),
            replay);
        var start = host.Now;

        Assert.Equal("cancelled", (await host.RunAsync("Cancel")).ReadOutputAs<string>());
        Assert.Equal(start, host.Now);
        Assert.False(host.WaitsForTime);
    }

    [Fact]
    public async Task TenThousandTimers_AtOneInstant_AllFire()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Many", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None)));
            return true;
        }));

        Assert.True((await host.RunAsync("Many")).ReadOutputAs<bool>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Timers_OfManyInstances_FireInOrderOfTime(bool replay)
    {
        var order = new List<int>();
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Wait", async context =>
                {
                    var minutes = context.GetInput<int>();
                    await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                    await context.CallActivityAsync("Note", minutes);
                })
                .Activity<int, int>("Note", x =>
                {
                    order.Add(x);
                    return x;
                }),
            replay);
        foreach (var minutes in new[] { 5, 3, 9, 1, 7 })
        {
            await host.StartAsync("Wait", minutes);
        }

        await host.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal([1, 3, 5, 7, 9], order);
    }
}
