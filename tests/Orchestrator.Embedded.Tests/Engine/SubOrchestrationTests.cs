using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

public sealed class SubOrchestrationTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Child_ReturnsItsOutput_AndKnowsItsParent(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", async context =>
                    $"{context.Parent is null} {await context.CallSubOrchestratorAsync<string>("Child", 4)}")
                .Orchestrator("Child", async context =>
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    return $"{context.GetInput<int>()} {context.Parent!.Name} {context.Parent.InstanceId} {context.InstanceId.Length}";
                }),
            replay);

        var done = await host.RunAsync("Parent", null, new StartOrchestrationOptions("top"));

        Assert.Equal("True 4 Parent top 32", done.ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ChildFailure_IsTheTaskFailuresDetails(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", async context =>
                {
                    try
                    {
                        await context.CallSubOrchestratorAsync("Child");
                        return "not reached";
                    }
                    catch (TaskFailedException failed)
                    {
                        return $"{failed.TaskName}#{failed.TaskId} {failed.FailureDetails.ErrorType} {failed.FailureDetails.InnerFailure!.ErrorType}";
                    }
                })
                .Orchestrator("Child", context => context.CallActivityAsync("Fail"))
                .Activity<object, int>("Fail", _ => throw new NotSupportedException("x")),
            replay);

        Assert.Equal(
            "Child#0 Microsoft.DurableTask.TaskFailedException System.NotSupportedException",
            (await host.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Child_WithUnknownName_FailsTheCall(bool replay)
    {
        using var host = new EngineHost(new TestCatalog().Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Nowhere")), replay);

        var done = await host.RunAsync("Parent");

        Assert.Equal("OrchestratorTaskNotFound", done.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal("No orchestrator task named 'Nowhere' was found.", done.FailureDetails.InnerFailure.ErrorMessage);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Child_WithTheIdOfARunningInstance_FailsTheCallAndLeavesThatInstance(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "taken")))
                .Orchestrator("Child", context => context.WaitForExternalEvent<int>("E")),
            replay);
        await host.StartAsync("Child", null, new StartOrchestrationOptions("taken"));

        var done = await host.RunAsync("Parent");

        Assert.Equal("DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException", done.FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.GetAsync("taken"))!.RuntimeStatus);
    }

    [Theory]
    [InlineData(false, true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(true, true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminate_ReachesDescendantsOnlyIfRecursive(bool replay, bool recursive, OrchestrationRuntimeStatus grandchild)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("A", context => context.CallSubOrchestratorAsync("B", new SubOrchestrationOptions(instanceId: "b")))
                .Orchestrator("B", context => context.CallSubOrchestratorAsync("C", new SubOrchestrationOptions(instanceId: "c")))
                .Orchestrator("C", context => context.WaitForExternalEvent<int>("E")),
            replay);
        await host.StartAsync("A", null, new StartOrchestrationOptions("a"));
        await host.SettleAsync();

        await host.UntilAsync(host.Client.TerminateInstanceAsync("a", new TerminateInstanceOptions("why", recursive)));
        await host.SettleAsync();

        var top = await host.GetAsync("a");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, top!.RuntimeStatus);
        Assert.Equal("why", top.ReadOutputAs<string>());
        Assert.Null(top.FailureDetails);
        Assert.Equal(grandchild, (await host.GetAsync("c"))!.RuntimeStatus);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task TerminatedChild_FailsTheParentsCall(bool replay)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "child")))
                .Orchestrator("Child", context => context.WaitForExternalEvent<int>("E")),
            replay);
        var id = await host.StartAsync("Parent");
        await host.SettleAsync();

        await host.UntilAsync(host.Client.TerminateInstanceAsync("child", "enough"));

        Assert.Contains("enough", (await host.CompleteAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }
}
