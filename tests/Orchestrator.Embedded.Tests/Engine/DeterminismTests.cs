using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class DeterminismTests
{
    private const string Question = "Was a change made to the orchestrator code after this instance had already started running?";

    public static TheoryData<bool> Modes => [false, true];

    public static TheoryData<string, string> ChangedCode => new()
    {
        {
            "renamed",
            "A previous execution of this orchestration scheduled an activity task with sequence number 0 named 'Square', but the current "
            + $"orchestration replay instead scheduled an activity task named 'Cube' with this sequence number.  {Question}"
        },
        {
            "timer",
            "A previous execution of this orchestration scheduled an activity task with sequence number 0 named 'Square', but the current "
            + $"orchestration replay instead produced a CreateTimerOrchestratorAction action with this sequence number. {Question}"
        },
        {
            "nothing",
            "A previous execution of this orchestration scheduled an activity task with sequence ID 0 and name 'Square' (version ''), but the "
            + $"current replay execution hasn't (yet?) scheduled this task. {Question}"
        },
    };

    [Theory]
    [MemberData(nameof(ChangedCode))]
    public async Task CodeThatChangedUnderAnInstance_FailsItWithTheRealText(string change, string message)
    {
        var before = new EngineHost(Catalog(context => context.CallActivityAsync("Square", 1)));
        var id = await before.StartAsync("Run");
        await before.SettleAsync();
        using var after = before.ReplacedBy(Catalog(context => change switch
        {
            "renamed" => context.CallActivityAsync("Cube", 1),
            "timer" => context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None),
            _ => Task.CompletedTask,
        }));

        await after.UntilAsync(after.Client.RaiseEventAsync(id, "Go", 1));
        var done = await after.CompleteAsync(id);

        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", done.FailureDetails!.ErrorType);
        Assert.Equal("Non-Deterministic workflow detected: " + message, done.FailureDetails.ErrorMessage);

        TestCatalog Catalog(Func<TaskOrchestrationContext, Task> first) => new TestCatalog()
            .Orchestrator("Run", async context =>
            {
                await first(context);
                await context.WaitForExternalEvent<int>("Go");
            })
            .Activity<int, int>("Square", x => x * x)
            .Activity<int, int>("Cube", x => x * x * x);
    }

    [Theory]
    [InlineData(false, "first")]
    [InlineData(true, "first")]
    [InlineData(false, "later")]
    [InlineData(false, "beside a timer")]
    [InlineData(false, "without context")]
    public async Task AwaitOfWhatIsNotDurable_FailsAndNamesOrchestratorAndRule(bool replay, string where)
    {
        var foreign = new TaskCompletionSource();
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Impure", async context =>
                {
                    if (where != "first")
                    {
                        await context.CallActivityAsync("One");
                    }

                    if (where == "beside a timer")
                    {
                        await Task.WhenAny(context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None), Foreign());
                    }
                    else if (where == "without context")
                    {
                        await context.CallActivityAsync("One").ConfigureAwait(false);
                        await context.CallActivityAsync("One");
                    }
                    else
                    {
                        await foreign.Task;
                    }

                    async Task Foreign() => await foreign.Task;
                })
                .Activity<object, int>("One", _ => 1),
            replay);
        var start = host.Now;
        var id = await host.StartAsync("Impure");
        await host.SettleAsync();
        foreign.SetResult();

        var done = await host.CompleteAsync(id);

        Assert.Equal("System.InvalidOperationException", done.FailureDetails!.ErrorType);
        Assert.StartsWith("An invalid asynchronous invocation was detected.", done.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains($"'Impure' (instance '{id}')", done.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(start, host.Now);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task TimeAndIds_AreTheSameOnReplay(bool replay)
    {
        var seen = new List<string>();
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Same", async context =>
                {
                    var first = $"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()}";
                    seen.Add(first);
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    return first;
                }),
            replay);

        var done = await host.RunAsync("Same", null, new StartOrchestrationOptions("same"));

        Assert.Single(seen.Distinct());
        Assert.Equal(replay ? 3 : 1, seen.Count);

        // Computed with the same RFC 4122 name: namespace 9e952958-5e33-4daf-827f-2fa12937b875, "same_2026-01-01T00:00:00.0000000Z_0" and "..._1".
        Assert.Equal("2026-01-01T00:00:00.0000000Z 86b53e56-96ab-5f39-acbb-899d88f9e2e3 6cd740c3-a91e-5942-a704-53aa7685f50d", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task ReplaySafeLogger_WritesOnce_AndIsReplayingSaysWhy()
    {
        using var log = new ListLoggerProvider();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        var replaying = new List<bool>();
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Log", async context =>
            {
                replaying.Add(context.IsReplaying);
                context.CreateReplaySafeLogger("App").LogInformation("before");
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                context.CreateReplaySafeLogger("App").LogInformation("after");
            }),
            replay: true,
            loggers: loggers);

        await host.RunAsync("Log");

        Assert.Equal([false, true], replaying);
        Assert.Equal(["before", "after"], log.Lines.Where(line => line.Category == "App").Select(line => line.Text));
    }

    [Theory]
    [InlineData("1.0", "2.0", -1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("", "1.0", -1)]
    [InlineData("", "", 0)]
    [InlineData("beta", "ALPHA", 1)]
    public async Task CompareVersionTo_ComparesNumbersElseText(string version, string other, int expected)
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("V", context => Task.FromResult(Math.Sign(context.CompareVersionTo(other)))));

        Assert.Equal(expected, (await host.RunAsync("V", null, new StartOrchestrationOptions { Version = version })).ReadOutputAs<int>());
    }

    [Fact]
    public async Task DefaultVersion_IsForInstancesAndChildrenWithoutOne()
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", async context => $"{context.Version} {await context.CallSubOrchestratorAsync<string>("Child")} "
                    + await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions { Version = "7" }))
                .Orchestrator("Child", context => Task.FromResult(context.Version)),
            options: new() { DefaultVersion = "3", VersionMatchStrategy = default });

        Assert.Equal("3 3 7", (await host.RunAsync("Parent")).ReadOutputAs<string>());
        Assert.Equal("4 3 7", (await host.RunAsync("Parent", null, new StartOrchestrationOptions { Version = "4" })).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task CustomStatus_IsWhatTheCodeSetLast(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Status", async context =>
            {
                context.SetCustomStatus(new { Step = 1 });
                await context.WaitForExternalEvent<int>("E");
                context.SetCustomStatus("two");
            }),
            replay);
        var id = await host.StartAsync("Status");
        await host.SettleAsync();
        Assert.Equal("{\"Step\":1}", (await host.GetAsync(id))!.SerializedCustomStatus);

        await host.UntilAsync(host.Client.RaiseEventAsync(id, "E", 1));
        Assert.Equal("two", (await host.CompleteAsync(id)).ReadCustomStatusAs<string>());
    }
}
