using System.CommandLine;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli;

/// <summary>Parses a command line, runs its command, and turns whatever happens into text for people and an exit code for scripts.</summary>
public static class CommandLineApplication
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] arguments, CommandServices services, CancellationToken cancellation = default)
    {
        var parsed = new OrcCommand(services).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return ErrorReport.ShowParseErrors(services, parsed);
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToStop,
            Output = services.Output.Profile.Out.Writer,
            Error = services.Error.Profile.Out.Writer,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (ErrorReport.Knows(exception))
        {
            return ErrorReport.Show(services, exception);
        }
    }
}
