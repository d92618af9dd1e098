using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc delete …</c></summary>
public sealed class DeleteCommand : Command
{
    public DeleteCommand(CommandServices services)
        : base("delete", "Delete a cluster.") =>
        Add(new DeleteClusterCommand(services));
}
