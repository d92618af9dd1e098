using System.CommandLine;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc scale cluster NAME --replicas N [--pool POOL]</c></summary>
public sealed class ScaleClusterCommand : ClusterChangeCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show the plan; change nothing." };
    private static readonly Option<string?> Pool = new("--pool") { Description = "The machine pool; the control plane without it.", HelpName = "POOL" };
    private static readonly Option<int> Replicas = new("--replicas") { Description = "How many machines there shall be.", HelpName = "N", Required = true };

    public ScaleClusterCommand(CommandServices services)
        : base("cluster", "scale", "Change the number of machines of a pool or of the control plane.", services, Replicas, Pool, DryRun)
    {
    }

    protected override object BodyOf(ParseResult arguments) => new ScaleRequest(arguments.GetValue(Replicas), arguments.GetValue(Pool));

    protected override bool IsDryRun(ParseResult arguments) => arguments.GetValue(DryRun);
}
