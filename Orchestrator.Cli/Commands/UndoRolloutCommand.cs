using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc rollout undo NAME</c></summary>
public sealed class UndoRolloutCommand : ClusterChangeCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show the plan; change nothing." };

    public UndoRolloutCommand(CommandServices services)
        : base("undo", "undo", "Go back to the spec before the newest one, where versions allow it.", services, DryRun)
    {
    }

    protected override object? BodyOf(ParseResult arguments) => null;

    protected override bool IsDryRun(ParseResult arguments) => arguments.GetValue(DryRun);
}
