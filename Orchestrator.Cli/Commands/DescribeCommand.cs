using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc describe …</c></summary>
public sealed class DescribeCommand : Command
{
    public DescribeCommand(CommandServices services)
        : base("describe", "Show all of one thing.")
    {
        Add(new DescribeClusterCommand(services));
        Add(new DescribeOperationCommand(services));
    }
}
