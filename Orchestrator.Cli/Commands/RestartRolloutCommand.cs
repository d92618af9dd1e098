using System.CommandLine;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc rollout restart NAME [--pool POOL | --control-plane]</c></summary>
public sealed class RestartRolloutCommand : ClusterChangeCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show the plan; change nothing." };
    private static readonly Option<string?> Pool = new("--pool") { Description = "Only the machines of this pool.", HelpName = "POOL" };
    private static readonly Option<bool> ControlPlane = new("--control-plane") { Description = "Only the machines of the control plane." };

    public RestartRolloutCommand(CommandServices services)
        : base("restart", "restart", "Replace every machine by a new one, by the rules of a rollout.", services, Pool, ControlPlane, DryRun)
    {
    }

    protected override object BodyOf(ParseResult arguments) => new RestartRequest(arguments.GetValue(Pool), arguments.GetValue(ControlPlane));

    protected override bool IsDryRun(ParseResult arguments) => arguments.GetValue(DryRun);
}
