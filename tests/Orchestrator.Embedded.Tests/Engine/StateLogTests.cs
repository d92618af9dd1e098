using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>The engine writes one line for each state change of an instance, and none when it replays.</summary>
public sealed class StateLogTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instance_ThroughItsLife_LogsEachStateOnce(bool replay)
    {
        var lines = new ListLoggerProvider();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(lines));
        using var host = new EngineHost(
            new TestCatalog().Orchestrator("Life", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                if (context.GetInput<int>() == 0)
                {
                    context.ContinueAsNew(1);
                    return;
                }

                await context.WaitForExternalEvent<int>("go");
                throw new InvalidOperationException("over");
            }),
            replay,
            loggers: loggers);
        var id = await host.StartAsync("Life", 0, new StartOrchestrationOptions("i1"));
        await host.PassAsync(TimeSpan.FromMinutes(5));
        await host.UntilAsync(host.Client.SuspendInstanceAsync(id));
        await host.SettleAsync();
        await host.UntilAsync(host.Client.ResumeInstanceAsync(id));
        await host.UntilAsync(host.Client.RaiseEventAsync(id, "go", 1));
        await host.CompleteAsync(id);
        await host.UntilAsync(host.Client.PurgeInstanceAsync(id));

        var text = lines.Lines.Where(line => line.Category.EndsWith("DurableTaskEngine", StringComparison.Ordinal)).Select(line => line.Text).ToList();

        Assert.All(text, line => Assert.Contains("i1", line, StringComparison.Ordinal));
        Assert.Collection(
            text,
            line => Assert.EndsWith("is Pending", line),
            line => Assert.EndsWith("is Running", line),
            line => Assert.Contains("continued as new", line),
            line => Assert.EndsWith("is Suspended", line),
            line => Assert.EndsWith("is Running", line),
            line => Assert.EndsWith("is Failed: System.InvalidOperationException: over", line),
            line => Assert.EndsWith("was purged", line));
    }
}
