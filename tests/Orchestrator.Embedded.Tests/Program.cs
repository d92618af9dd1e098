using Orchestrator.Embedded.Tests.Engine;
using Orchestrator.Embedded.Tests.Hosting.Queues;

namespace Orchestrator.Embedded.Tests;

/// <summary>The test runner, and the processes that <see cref="KillTests"/> and <see cref="QueueKillTests"/> start in order to see them killed.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [KillTests.Verb, var database, var action])
        {
            return await KillTests.LiveUntilAsync(database, int.Parse(action));
        }

        if (args is [QueueKillTests.Verb, var folder, var isFirst])
        {
            return await QueueKillTests.DieAtWorkAsync(folder, bool.Parse(isFirst));
        }

        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
