using System.CommandLine;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc upgrade plan|apply NAME --version V</c></summary>
public sealed class UpgradeClusterCommand : ClusterChangeCommand
{
    private static readonly Option<string> Version = new("--version") { Description = "Kubernetes version of control plane and pools, such as v1.31.2.", HelpName = "VERSION", Required = true };
    private readonly bool _isPlan;

    public UpgradeClusterCommand(bool isPlan, CommandServices services)
        : base(
            isPlan ? "plan" : "apply",
            "upgrade",
            isPlan ? "Show what an upgrade would roll; change nothing." : "Upgrade the control plane, then the pools.",
            services,
            Version) => _isPlan = isPlan;

    protected override object BodyOf(ParseResult arguments) => new UpgradeRequest(arguments.GetRequiredValue(Version));

    protected override bool IsDryRun(ParseResult arguments) => _isPlan;
}
