using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class ActivityTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Activities_InSequence_PassResultsAlong(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Chain", async context =>
                {
                    var value = context.GetInput<int>();
                    for (var i = 0; i < 3; i++)
                    {
                        value = await context.CallActivityAsync<int>("Square", value);
                    }

                    return value;
                })
                .Activity<int, int>("Square", x => x * x),
            replay);

        var done = await host.RunAsync("Chain", 2);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(256, done.ReadOutputAs<int>());
        Assert.Equal(3, host.Catalog.Runs["Square"]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Activities_FannedOut_AllComeBack(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Fan", async context =>
                    (await Task.WhenAll(Enumerable.Range(0, 100).Select(i => context.CallActivityAsync<int>("Square", i)))).Sum())
                .AsyncActivity<int, int>("Square", async x =>
                {
                    await Task.Yield();
                    return x * x;
                }),
            replay);

        Assert.Equal(328350, (await host.RunAsync("Fan")).ReadOutputAs<int>());
        Assert.Equal(100, host.Catalog.Runs["Square"]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ActivityFailure_Caught_CarriesTypeMessageAndCauses(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Catch", async context =>
                {
                    try
                    {
                        await context.CallActivityAsync("Fail");
                        return "not reached";
                    }
                    catch (TaskFailedException failed)
                    {
                        var details = failed.FailureDetails;
                        return $"{failed.TaskName}|{failed.TaskId}|{failed.Message}|{failed.InnerException!.GetType().FullName}|"
                            + $"{details.ErrorType}|{details.ErrorMessage}|{details.InnerFailure!.ErrorType}|{details.IsCausedBy<InvalidOperationException>()}";
                    }
                })
                .Activity<object, int>("Fail", _ => throw new InvalidOperationException("outer", new ArgumentException("inner"))),
            replay);

        Assert.Equal(
            "Fail|0|Task 'Fail' (#0) failed with an unhandled exception: outer|DurableTask.Core.Exceptions.TaskFailedException|"
            + "System.InvalidOperationException|outer|System.ArgumentException|True",
            (await host.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ActivityFailure_Uncaught_IsTheInnerFailureOfTheInstance(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Let", context => context.CallActivityAsync("Fail"))
                .Activity<object, int>("Fail", _ => throw new InvalidOperationException("no luck")),
            replay);

        var done = await host.RunAsync("Let");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", done.FailureDetails!.ErrorType);
        Assert.Equal("System.InvalidOperationException", done.FailureDetails.InnerFailure!.ErrorType);
        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException: Task 'Fail' (#0) failed with an unhandled exception: no luck", done.SerializedOutput);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Activity_UnknownName_FailsTheCallWithoutRetry(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Ask", async context =>
            {
                var start = context.CurrentUtcDateTime;
                try
                {
                    await context.CallActivityAsync("Nowhere", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1))));
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.FailureDetails.ErrorType} {failed.FailureDetails.ErrorMessage} {context.CurrentUtcDateTime - start}";
                }

                return "not reached";
            }),
            replay);

        Assert.Equal(
            "ActivityTaskNotFound No activity task named 'Nowhere' was found. 00:00:00", (await host.RunAsync("Ask")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task TaskOptions_PassedAsInput_AreRefused()
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Ask", context => context.CallActivityAsync("X", (object)new TaskOptions())));

        Assert.Equal("System.ArgumentException", (await host.RunAsync("Ask")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Activities_MoreThanTheLimit_NeverRunAtOnce()
    {
        var running = 0;
        var most = 0;
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Fan", context => Task.WhenAll(Enumerable.Range(0, 30).Select(i => context.CallActivityAsync("Slow", i))))
                .AsyncActivity<int, int>("Slow", async x =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    return x;
                }),
            options: new() { MaxConcurrentActivities = 4 });

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.RunAsync("Fan")).RuntimeStatus);
        Assert.Equal(4, most);
    }
}
