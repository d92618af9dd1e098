using Orchestrator.Embedded.Tests.Engine;

namespace Orchestrator.Embedded.Tests;

/// <summary>The test runner, and the process that <see cref="KillTests"/> starts in order to see it killed.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [KillTests.Verb, var database, var action])
        {
            return await KillTests.LiveUntilAsync(database, int.Parse(action));
        }

        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
