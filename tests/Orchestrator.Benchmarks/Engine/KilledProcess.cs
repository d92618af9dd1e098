using Spectre.Console;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>A second process that fills a database and is killed while its orchestrations wait.</summary>
internal static class KilledProcess
{
    public const string Verb = "fill-and-wait";
    private const string Ready = "ready";

    /// <summary>In the child: fills the database, says so, and waits to be killed.</summary>
    public static async Task FillAsync(string database, int instances, IAnsiConsole console)
    {
        await using var session = await EngineSession.OpenAsync(database);
        await session.StartWaitingAsync(instances);
        console.WriteLine(Ready);
        await Task.Delay(Timeout.InfiniteTimeSpan, Orchestrator.Determinism.Time.SystemTime.Provider);
    }

    /// <summary>In the parent: returns when the child has filled the database and is dead.</summary>
    public static async Task RunAsync(string database, int instances)
    {
        using var child = SelfProcess.Start(Verb, database, $"{instances}");
        try
        {
            if (await child.StandardOutput.ReadLineAsync() != Ready)
            {
                throw new InvalidOperationException("The process that fills the database ended early.");
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
    }
}
