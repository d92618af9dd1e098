using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc suspend|resume|cancel operation ID</c></summary>
public sealed class SteerCommand : Command
{
    public SteerCommand(string verb, string description, string operationDescription, CommandServices services)
        : base(verb, description) => Add(new SteerOperationCommand(verb, operationDescription, services));
}
