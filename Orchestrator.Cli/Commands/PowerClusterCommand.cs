using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc start|stop cluster NAME</c></summary>
public sealed class PowerClusterCommand : ClusterChangeCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show the plan; change nothing." };

    /// <param name="change">start or stop.</param>
    public PowerClusterCommand(string change, string description, CommandServices services)
        : base("cluster", change, description, services, DryRun)
    {
    }

    protected override object? BodyOf(ParseResult arguments) => null;

    protected override bool IsDryRun(ParseResult arguments) => arguments.GetValue(DryRun);
}
