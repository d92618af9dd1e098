using System.CommandLine;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet start|stop -l SELECTOR</c></summary>
public sealed class PowerFleetCommand : FleetChangeCommand
{
    private readonly FleetAction _action;

    public PowerFleetCommand(FleetAction action, string description, CommandServices services)
        : base(action == FleetAction.Start ? "start" : "stop", description, services) => _action = action;

    protected override Task<FleetRequest> RequestAsync(ParseResult arguments, CancellationToken cancellation) => Task.FromResult(new FleetRequest { Action = _action });
}
