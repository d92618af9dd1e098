using System.CommandLine;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet upgrade --version V -l SELECTOR</c></summary>
public sealed class UpgradeFleetCommand : FleetChangeCommand
{
    private static readonly Option<string> Version = new("--version") { Description = "Kubernetes version of control planes and pools, such as v1.31.2.", HelpName = "VERSION", Required = true };

    public UpgradeFleetCommand(CommandServices services)
        : base("upgrade", "Upgrade many clusters.", services, Version)
    {
    }

    protected override Task<FleetRequest> RequestAsync(ParseResult arguments, CancellationToken cancellation) =>
        Task.FromResult(new FleetRequest { Action = FleetAction.Upgrade, Upgrade = new UpgradeRequest(arguments.GetRequiredValue(Version)) });
}
