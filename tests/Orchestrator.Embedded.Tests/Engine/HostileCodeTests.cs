using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Whatever an orchestrator does, only its own instance suffers.</summary>
public sealed class HostileCodeTests
{
    public static TheoryData<string> Codes => ["async void", "status", "output", "activity input", "activity output", "event payload", "generation"];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Code_ThatCannotWork_FailsItsInstanceOnly(string code)
    {
        using var host = new EngineHost(
            new TestCatalog()
                .Orchestrator<object?>("Hostile", async context =>
                {
                    await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                    switch (code)
                    {
                        case "async void":
                            Fire(context);
                            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                            break;
                        case "status":
                            context.SetCustomStatus(new Cycle());
                            break;
                        case "activity input":
                            await context.CallActivityAsync("One", new Cycle());
                            break;
                        case "activity output":
                            await context.CallActivityAsync("Cycle");
                            break;
                        case "event payload":
                            context.SendEvent("x", "E", new Cycle());
                            break;
                        case "generation":
                            context.ContinueAsNew(new Cycle());
                            break;
                        default:
                            break;
                    }

                    return code == "output" ? new Cycle() : null;
                })
                .Orchestrator("Fine", context => context.CallActivityAsync<int>("One", 1))
                .Activity<int, int>("One", x => x)
                .Activity<object, object>("Cycle", _ => new Cycle()));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.RunAsync("Hostile")).RuntimeStatus);
        Assert.Equal(1, (await host.RunAsync("Fine")).ReadOutputAs<int>());
    }

    private static async void Fire(TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        throw new InvalidOperationException("nobody awaits me");
    }

    private sealed class Cycle
    {
        public Cycle Self => this;
    }
}
