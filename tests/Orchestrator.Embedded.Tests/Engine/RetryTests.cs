using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class RetryTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Policy_AllAttemptsFail_TakesADummyTimerAfterTheLast(bool replay)
    {
        using var host = new EngineHost(Failing(new RetryPolicy(3, TimeSpan.FromSeconds(10), 2)), replay);

        // 10 s and 20 s between the attempts, none after the last; ids: try 0, timer 1, try 2, timer 3, try 4, dummy 5.
        Assert.Equal("Task 'Fail' (#4) failed with an unhandled exception: no|00:00:30|next #6", (await host.RunAsync("Retry")).ReadOutputAs<string>());
        Assert.Equal(3, host.Catalog.Runs["Fail"]);
    }

    [Theory]
    [InlineData(false, "cap", 6, "00:00:50")]
    [InlineData(true, "refuse", 1, "00:00:00")]
    [InlineData(false, "timeout", 4, "00:00:30")]
    public async Task Policy_StopsAndWaits_AsItSays(bool replay, string kind, int attempts, string elapsed)
    {
        var policy = kind switch
        {
            "cap" => new RetryPolicy(6, TimeSpan.FromSeconds(10), 5, TimeSpan.FromSeconds(10)),
            "refuse" => new RetryPolicy(6, TimeSpan.FromSeconds(10)) { HandleFailure = failure => failure.ErrorType == "Other" },
            _ => new RetryPolicy(60, TimeSpan.FromSeconds(10), retryTimeout: TimeSpan.FromSeconds(25)),
        };
        using var host = new EngineHost(Failing(policy), replay);

        Assert.Contains($"|{elapsed}|", (await host.RunAsync("Retry")).ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.Equal(attempts, host.Catalog.Runs["Fail"]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Handler_DecidesAndDelaysItself(bool replay)
    {
        AsyncRetryHandler handler = async retry =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(retry.LastAttemptNumber), CancellationToken.None);
            return retry.LastAttemptNumber < 3 && retry.LastFailure.ErrorMessage == "no";
        };
        using var host = new EngineHost(Failing(handler), replay);

        Assert.Equal("Task 'Fail' (#4) failed with an unhandled exception: no|00:06:00|next #6", (await host.RunAsync("Retry")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Handler_RunsAgainWithEachReplay()
    {
        var asked = 0;
        AsyncRetryHandler handler = async retry =>
        {
            asked++;
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return retry.LastAttemptNumber < 3;
        };
        using var host = new EngineHost(Failing(handler), replay: true);

        await host.RunAsync("Retry");

        Assert.True(asked > 3, $"It was asked {asked} times for three failures.");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Policy_SucceedsInTheEnd(bool replay)
    {
        var failures = 2;
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Retry", context => context.CallActivityAsync<int>(
                    "Flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1)))))
                .Activity<object, int>("Flaky", _ => failures-- > 0 ? throw new InvalidOperationException("again") : 5),
            replay);

        Assert.Equal(5, (await host.RunAsync("Retry")).ReadOutputAs<int>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task SubOrchestration_WithPolicy_RunsAgainUnderItsId(bool replay)
    {
        var failures = 2;
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                    "Child", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1))).WithInstanceId("child")))
                .Orchestrator("Child", async context =>
                {
                    await context.CallActivityAsync("Flaky");
                    return context.InstanceId;
                })
                .Activity<object, int>("Flaky", _ => failures-- > 0 ? throw new InvalidOperationException("again") : 5),
            replay);

        Assert.Equal("child", (await host.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(0, 1, 1.0, null)]
    [InlineData(1, 0, 1.0, null)]
    [InlineData(1, 5, 0.5, null)]
    [InlineData(1, 5, 1.0, 4)]
    public void Policy_WithSenselessValues_IsRefused(int attempts, int firstSeconds, double coefficient, int? maximumSeconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(firstSeconds), coefficient, maximumSeconds is { } s ? TimeSpan.FromSeconds(s) : null));

    private static TestCatalog Failing(TaskRetryOptions retry) => new TestCatalog()
        .Orchestrator("Retry", async context =>
        {
            var start = context.CurrentUtcDateTime;
            try
            {
                await context.CallActivityAsync("Fail", options: new TaskOptions(retry));
                return "not reached";
            }
            catch (TaskFailedException failed)
            {
                var elapsed = context.CurrentUtcDateTime - start;
                var next = await NextIdAsync(context);
                return $"{failed.Message}|{elapsed}|next #{next}";
            }
        })
        .Activity<object, int>("Fail", _ => throw new InvalidOperationException("no"));

    private static async Task<int> NextIdAsync(TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync("Nowhere");
            return -1;
        }
        catch (TaskFailedException failed)
        {
            return failed.TaskId;
        }
    }
}
