using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc simulate …</c></summary>
public sealed class SimulateCommand : Command
{
    public SimulateCommand(CommandServices services)
        : base("simulate", "Run a simulated Azure for other programs.") => Add(new SimulateAzureCommand(services));
}
