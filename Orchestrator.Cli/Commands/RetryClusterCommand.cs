using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc retry cluster NAME</c></summary>
public sealed class RetryClusterCommand(CommandServices services)
    : ClusterChangeCommand("cluster", "retry", "Start another operation for what was asked for last; it goes on where the one before it stopped.", services)
{
    protected override object? BodyOf(ParseResult arguments) => null;
}
