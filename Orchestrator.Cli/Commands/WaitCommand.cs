using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc wait …</c></summary>
public sealed class WaitCommand : Command
{
    public WaitCommand(CommandServices services)
        : base("wait", "Wait until an operation has ended, and show how it goes.")
    {
        Add(new WaitOperationCommand(services));
        Add(new WaitClusterCommand(services));
    }
}
