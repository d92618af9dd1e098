using System.CommandLine;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet restart -l SELECTOR [--pool POOL | --control-plane]</c></summary>
public sealed class RestartFleetCommand : FleetChangeCommand
{
    private static readonly Option<string?> Pool = new("--pool") { Description = "Only the machines of this pool.", HelpName = "POOL" };
    private static readonly Option<bool> ControlPlane = new("--control-plane") { Description = "Only the machines of the control planes." };

    public RestartFleetCommand(CommandServices services)
        : base("restart", "Replace the machines of many clusters.", services, Pool, ControlPlane)
    {
    }

    protected override Task<FleetRequest> RequestAsync(ParseResult arguments, CancellationToken cancellation) =>
        Task.FromResult(new FleetRequest { Action = FleetAction.Restart, Restart = new RestartRequest(arguments.GetValue(Pool), arguments.GetValue(ControlPlane)) });
}
