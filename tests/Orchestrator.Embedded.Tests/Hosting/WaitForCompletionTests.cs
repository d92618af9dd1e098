using System.Text.Json;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class WaitForCompletionTests
{
    [Theory]
    [InlineData("yes", 3600, 200, "Completed", "\"yes\"")]
    [InlineData("fail", 3600, 500, "Failed", "System.InvalidOperationException: as asked")]
    public async Task Instance_EndsInTime_AnswersItsState(string answer, int seconds, int status, string runtimeStatus, string output)
    {
        await using var host = await SampleHost.StartAsync();

        var (code, body, _) = await PumpAsync(host, host.SendAsync("POST", $"/api/NapAndAnswer?answer={answer}&seconds={seconds}"));

        Assert.Equal(status, code);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("Nap", json.RootElement.GetProperty("Name").GetString());
        Assert.Equal(runtimeStatus, json.RootElement.GetProperty("RuntimeStatus").GetString());
        Assert.Equal(output, json.RootElement.GetProperty("SerializedOutput").GetString());
        Assert.Equal($"\"{answer}\"", json.RootElement.GetProperty("SerializedInput").GetString());
    }

    [Fact]
    public async Task Instance_TakesLonger_AnswersItsManagementUrls()
    {
        await using var host = await SampleHost.StartAsync();

        var (code, body, response) = await PumpAsync(host, host.SendAsync("POST", "/api/NapAndAnswer?answer=late&seconds=5"));

        Assert.Equal(202, code);
        Assert.Contains("/runtime/webhooks/durabletask/instances/", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("TerminatePostUri", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_WaitsForOrchestrationsThatNeedTime_LetsTimePass()
    {
        await using var host = await SampleHost.StartAsync();

        var (code, body, _) = await PumpAsync(host, host.SendAsync("POST", "/api/NapTwice"));

        Assert.Equal((200, "first second at 12:01:00"), (code, body));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Client_WaitsInAnyFunctionOnOneThread_LetsTimePass(int seed)
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var dispatcher = new DeterministicDispatcher(new SeededRandomness(seed));
        await using var host = await SampleHost.StartAsync(o => o with { Time = clock, Dispatcher = dispatcher });

        var request = host.SendAsync("POST", "/api/NapTwice");
        var byHand = host.SendAsync("POST", $"/admin/functions/NapOnTimer?code={host.Host.MasterKey}", "{}");
        await dispatcher.RunUntilIdleAsync();
        Assert.Equal((false, false), (request.IsCompleted, clock.IsHeld));
        Assert.Equal(202, (await byHand).Status);
        while (!request.IsCompleted)
        {
            Assert.True(clock.AdvanceToNextTimer());
            await dispatcher.RunUntilIdleAsync();
        }

        Assert.Equal("first second at 12:01:00", (await request).Body);
        Assert.Contains("woke at 12:01:00", host.Journal.Lines);
    }

    [Fact]
    public async Task Host_StopsWhileAFunctionWaitsForAnOrchestration_EndsTheWait()
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var host = await SampleHost.StartAsync(o => o with { Time = clock, Dispatcher = new ThreadPoolDispatcher(clock) });
        await host.SendAsync("POST", $"/admin/functions/NapOnTimer?code={host.Host.MasterKey}", "{}");
        while (clock.IsHeld)
        {
            await Task.Yield();
        }

        await host.DisposeAsync();

        Assert.Contains(host.Logs.Entries, e => e.Message == "Timer function NapOnTimer failed" && e.Exception is OperationCanceledException);
    }

    /// <summary>Lets virtual time pass whenever nothing computes.</summary>
    private static async Task<T> PumpAsync<T>(SampleHost host, Task<T> answer)
    {
        while (!answer.IsCompleted)
        {
            await Task.Yield();
            if (!host.Clock.IsHeld)
            {
                host.Clock.AdvanceToNextTimer();
            }
        }

        return await answer;
    }
}
